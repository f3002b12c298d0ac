// <rule-lens>: a rule and a message that readers can change, with what comes of them. It works under a policy that allows
// neither inline styles nor `eval`, and where texts must not become HTML: styles are a sheet of their own, and nothing is parsed.
import { load } from "./engine.js";
import { make } from "./make.js";
import { result } from "./result.js";
import { sheet } from "./styles.js";

/** The texts: attribute, label, and how many lines a field has at most before it scrolls. */
const FIELDS = [
  { name: "topic", label: "Topic", lines: 1 },
  { name: "payload", label: "Payload", lines: 16 },
  { name: "sql", label: "SQL", lines: 12 },
  { name: "action", label: "Actions (JSON)", lines: 16 },
];

/** Milliseconds between the last key press and the result. */
const PAUSE = 120;

/** On a server there are no elements; the module can be loaded there all the same. */
const Base = globalThis.HTMLElement ?? class {};

export class RuleLensElement extends Base {
  static observedAttributes = [...FIELDS.map(({ name }) => name), "sql-version", "readonly"];

  #fields = {};
  #version = make("span", { class: "version" });
  #output = make("div", { class: "output" });
  #status = make("p", { class: "unseen", role: "status" });
  #engine;
  #timer;
  #result;
  #last;

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet()];
    for (const field of FIELDS) this.#fields[field.name] = this.#field(field);
    const group = (name, ...fields) => make("div", { class: "group", role: "group", "aria-label": name }, ...fields);
    const { topic, payload, sql, action } = this.#fields;
    root.append(
      make(
        "div",
        { class: "all" },
        make("div", { class: "inputs" }, group("Message", topic.row, payload.row), group("Rule", sql.row, action.row)),
        make("div", { class: "outputs", role: "group", "aria-label": "Result" }, this.#output),
        this.#status,
      ),
    );
  }

  connectedCallback() {
    // What was set before the module was loaded is a property of the object itself and hides the accessor.
    for (const name of ["sql", "payload", "topic", "action", "sqlVersion", "readOnly"]) {
      if (!Object.hasOwn(this, name)) continue;
      const value = this[name];
      delete this[name];
      this[name] = value;
    }
    this.#show();
    this.#start();
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
  }

  attributeChangedCallback(name, before, now) {
    if (before === now) return;
    // Another rule: what the last one gave says nothing about it.
    if (name !== "readonly") this.#last = undefined;
    if (name in this.#fields) this.#set(name, now ?? "");
    this.#show();
    if (name !== "readonly") this.#soon();
  }

  get sql() {
    return this.#fields.sql.input.value;
  }
  set sql(text) {
    this.#change("sql", text);
  }
  get payload() {
    return this.#fields.payload.input.value;
  }
  set payload(text) {
    this.#change("payload", text);
  }
  get topic() {
    return this.#fields.topic.input.value;
  }
  set topic(text) {
    this.#change("topic", text);
  }
  get action() {
    return this.#fields.action.input.value;
  }
  set action(text) {
    this.#change("action", text);
  }
  get sqlVersion() {
    return this.getAttribute("sql-version") ?? "";
  }
  set sqlVersion(name) {
    this.setAttribute("sql-version", name ?? "");
  }
  get readOnly() {
    return this.hasAttribute("readonly");
  }
  set readOnly(is) {
    this.toggleAttribute("readonly", Boolean(is));
  }
  /** What came of the rule and the message as they are now; undefined before the first result. */
  get result() {
    return this.#result;
  }

  #field({ name, label, lines }) {
    const input = make(lines === 1 ? "input" : "textarea", { id: name, autocomplete: "off", autocapitalize: "off", spellcheck: "false" });
    input.addEventListener("input", () => {
      this.#fit(name);
      if (name === "action") this.#show();
      this.#soon();
    });
    const heading = make("div", { class: "heading" }, make("label", { for: name }, label), name === "sql" ? this.#version : "");
    return { input, lines, row: make("div", { class: "field" }, heading, input) };
  }

  /** Puts a text into a field; what is there already keeps its cursor. */
  #set(name, text) {
    const { input } = this.#fields[name];
    if (input.value !== String(text)) input.value = text;
    this.#fit(name);
  }

  #change(name, text) {
    this.#last = undefined;
    this.#set(name, text ?? "");
    this.#show();
    this.#soon();
  }

  /** As many lines as the text has, within bounds. */
  #fit(name) {
    const { input, lines } = this.#fields[name];
    if (lines > 1) input.rows = Math.min(Math.max(input.value.split("\n", lines).length, 2), lines);
  }

  #show() {
    const { action } = this.#fields;
    for (const { input } of Object.values(this.#fields)) input.readOnly = this.readOnly;
    // Without an action there is none to look at; a field that a reader has emptied stays.
    action.row.hidden = action.input.value === "" && !this.hasAttribute("action") && this.shadowRoot.activeElement !== action.input;
    this.#version.textContent = this.sqlVersion;
  }

  /** Loads the engine, which takes a moment, and shows the first result. */
  async #start() {
    if (this.#engine) return this.#soon();
    this.#output.replaceChildren(make("p", { class: "soft" }, "Loading the engine"));
    this.#output.setAttribute("aria-busy", "true");
    try {
      this.#engine = await load("small");
      this.#run();
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#output.removeAttribute("aria-busy");
    }
  }

  #soon() {
    clearTimeout(this.#timer);
    if (this.#engine && this.isConnected) this.#timer = setTimeout(() => this.#run(), PAUSE);
  }

  async #run() {
    clearTimeout(this.#timer);
    const request = { sql: this.sql, topic: this.topic, payload: this.payload };
    if (this.action.trim()) request.action = this.action;
    if (this.sqlVersion) request.sqlVersion = this.sqlVersion;
    try {
      let found = this.#engine.evaluate(request);
      if (this.#engine.isSmall && found.diagnostics.some(({ code }) => code === "build.feature-disabled")) {
        this.#engine = await load("whole");
        // Somebody may have typed meanwhile.
        return this.#run();
      }
      this.#take(found);
    } catch (error) {
      this.#fail(error);
    }
  }

  #take(found) {
    this.#result = found;
    if (found.outcome !== "rejected") this.#last = found;
    for (const [name, { input }] of Object.entries(this.#fields)) {
      const isWrong = found.diagnostics.some((one) => one.input === name && one.severity === "error");
      if (isWrong) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
    }
    const shown = result(found, this.#last, {
      go: (one, label) => this.#go(one, label),
      applyFix: this.readOnly ? undefined : (one, fix) => this.#applyFix(one, fix),
    });
    this.#output.replaceChildren(...shown.parts);
    // Only what is new is read out.
    if (this.#status.textContent !== shown.said) this.#status.textContent = shown.said;
    this.dispatchEvent(new CustomEvent("rule-lens-result", { detail: found, bubbles: true, composed: true }));
  }

  #fail(error) {
    const again = make("button", { type: "button" }, "Try again");
    again.addEventListener("click", () => this.#start());
    const said = `The engine could not be loaded: ${error instanceof Error ? error.message : error}`;
    this.#engine = undefined;
    this.#output.replaceChildren(make("p", { class: "problem is-error", role: "alert" }, said), again);
  }

  /** Selects the place of a diagnostic. */
  #go({ input }, { start, end }) {
    const field = this.#fields[input]?.input;
    field?.focus();
    field?.setSelectionRange(start, end);
  }

  /** Makes the edits of a fix, the last first, so that places stay where they were. */
  #applyFix({ input }, { edits }) {
    const field = this.#fields[input].input;
    for (const { start, end, text } of [...edits].sort((one, other) => other.start - one.start)) {
      field.setRangeText(text, start, end, "end");
    }
    field.focus();
    this.#fit(input);
    this.#run();
  }
}

if (globalThis.customElements && !customElements.get("rule-lens")) {
  customElements.define("rule-lens", RuleLensElement);
}
