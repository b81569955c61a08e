// Rules of our own for oxlint.

const CHINESE = /\p{Script=Han}/u

/** Text for users lives in packages/i18n alone, so that it can be translated and reviewed in one place. */
const wordsInDictionary = {
  create(context) {
    const check = (node, text) => {
      if (typeof text === 'string' && CHINESE.test(text))
        context.report({ node, message: 'Text for users belongs into the dictionary (packages/i18n).' })
    }
    return {
      JSXText: (node) => check(node, node.value),
      Literal: (node) => check(node, node.value),
      TemplateElement: (node) => check(node, node.value.raw),
    }
  },
}

export default {
  meta: { name: 'gongyan' },
  rules: { 'words-in-dictionary': wordsInDictionary },
}
