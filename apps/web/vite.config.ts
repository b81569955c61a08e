import { defineConfig } from 'vite'
import solid from 'vite-plugin-solid'
import { lookScript } from './src/shell/look.ts'

/** The oldest browsers a school's machine may have; the gate on syntax and called APIs checks the same two. */
const OLDEST = ['chrome108', 'safari16', 'firefox115']

export default defineConfig({
  plugins: [
    solid(),
    {
      name: 'look-before-paint',
      transformIndexHtml: () => [{ tag: 'script', children: lookScript(), injectTo: 'head-prepend' }],
    },
  ],
  build: {
    target: OLDEST,
    cssTarget: OLDEST,
    // A chunk's own style comes with it; preloading is by link, and old browsers need no polyfill for that at this target.
    modulePreload: { polyfill: false },
    // The server reads it to send the files of an address along with its page.
    manifest: true,
    rolldownOptions: {
      output: {
        // Few files: over HTTP/1.1 a browser fetches six at a time, and on a slow line every round costs its latency.
        codeSplitting: {
          groups: [
            {
              name: 'base',
              test: /packages\/(ui|contract|domain)\/src|packages\/i18n\/src\/(?!en\/|zh-CN\/(?:plan|room|index|import|word-form)|server)|solid-js|@solidjs|apps\/web\/src\/(shell|main|App|random-id)|vite\/preload-helper/,
            },
            {
              name: 'plan',
              test: /apps\/web\/src\/editor\/(fold-rendered|formula)|packages\/documents\/src\/lesson-plan\/(html|layout|outline)|apps\/web\/src\/features\/plan-page\/(index|Desk|TopBar|names|world|refusals|report)|packages\/word\/src\/math|packages\/i18n\/src\/zh-CN\/(plan|plan-page|room)\.ts/,
            },
          ],
        },
      },
    },
    reportCompressedSize: false,
    // Small files stay files: a data: address would have to be allowed by the content security policy.
    assetsInlineLimit: 0,
    sourcemap: 'hidden',
  },
  server: {
    proxy: Object.fromEntries(
      ['/api', '/collab', '/yjs', '/healthz'].map((path) => [
        path,
        { target: process.env['GONGYAN_SERVER'] ?? 'http://127.0.0.1:3000', ws: true },
      ]),
    ),
  },
})
