import '@gongyan/ui/tokens.css'
import '@gongyan/ui/base.css'
import { render } from 'solid-js/web'
import { App } from './App.tsx'
import { loadStartingWords } from './shell/language.ts'

const host = document.getElementById('app')
if (!host) throw new Error('index.html has no #app')
const words = await loadStartingWords()
render(() => <App words={words} />, host)
