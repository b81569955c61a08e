import '@gongyan/ui/tokens.css'
import '@gongyan/ui/base.css'
import { render } from 'solid-js/web'
import { App } from './App.tsx'
import { loadStartingWords } from './shell/language.ts'
import { keepPreparedPage } from './shell/prepared.ts'

const host = document.getElementById('app')
if (!host) throw new Error('index.html has no #app')
keepPreparedPage(host)
const words = await loadStartingWords()
host.replaceChildren()
render(() => <App words={words} />, host)
