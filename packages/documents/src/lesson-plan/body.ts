/** Name of the Y.XmlFragment that holds the prose. */
export const BODY = 'body'
