// Elements without HTML: what a rule or a payload says is always a text.

/** An element with attributes and children; texts become text nodes. */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

/** A sentence, in which backticks are around code. */
export function sentence(text) {
  return text.split("`").map((part, index) => (index % 2 ? make("code", {}, part) : part));
}

const PATHS = {
  passed: "M3 8.5l3.5 3.5L13 4.5",
  stopped: "M4 4l8 8M12 4l-8 8",
  absent: "M4 8h8",
  notReached: "M8 8h.01",
  error: "M8 4v5M8 12h.01",
  warning: "M8 5v4M8 12h.01M8 1.5L15 14H1z",
  info: "M8 7v5M8 4h.01",
};

/** A small drawing; what it says stands beside it in words. */
export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", PATHS[name]);
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  svg.append(path);
  return svg;
}
