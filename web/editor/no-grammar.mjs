// Stands in for the package that colours what a grammar finds, which its users keep in the program though there is no
// grammar here: the page tells what to colour.

/** What every tag and every changed tag is. */
const tag = {};

/** The tags that are functions: they change another tag. */
const CHANGES = ["constant", "definition", "function", "local", "special", "standard"];

export const tags = new Proxy({}, { get: (_, name) => (CHANGES.includes(name) ? () => tag : tag) });

/** Without tags nothing has a style: functions of each style and of each node of a grammar. */
export const tagHighlighter = () => () => null;
export const styleTags = tagHighlighter;
export const highlightTree = tagHighlighter;
