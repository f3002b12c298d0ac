import type { Evaluation } from "../whole/rulelens_wasm.js";

/** `<rule-lens>`: a rule and a message that readers can change, with what comes of them. Importing the module defines it. */
export declare class RuleLensElement extends HTMLElement {
  /** The statement as it stands in the field. Setting the attribute `sql` replaces it, as with all of them. */
  sql: string;
  /** The payload as text. */
  payload: string;
  /** The topic that the message is published to. */
  topic: string;
  /** The actions as in an AWS rule, as JSON text; their field is shown where there is an attribute `action` or a text. */
  action: string;
  /** `2015-10-08`, `2016-03-23` or `beta`, as the attribute `sql-version`; empty: `2016-03-23`. */
  sqlVersion: string;
  /** Whether the fields can only be read, as the attribute `readonly`. */
  readOnly: boolean;
  /** What came of the rule and the message; undefined before the first result. */
  readonly result: Evaluation | undefined;
}

/** What the event `rule-lens-result` carries as its `detail`; the event bubbles and leaves shadow trees. */
export type RuleLensResultEvent = CustomEvent<Evaluation>;

declare global {
  interface HTMLElementTagNameMap {
    "rule-lens": RuleLensElement;
  }
  interface HTMLElementEventMap {
    "rule-lens-result": RuleLensResultEvent;
  }
}
