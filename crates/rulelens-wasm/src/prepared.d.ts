export interface PreparedRule {
    /**
     * The outgoing payload of the message with this payload; `undefined` where the rule does not act because of the topic or
     * of WHERE, and where it was started and failed: then `failure` says why.
     *
     * This is the fast way from text to text. `bytes` and `text` have nothing of it.
     */
    outgoing(payload: string): string | undefined;
}
