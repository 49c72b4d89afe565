/** `asOf` (ISO 8601) replaces this moment for a test, or a person who sends a day's digests by hand. */
export type DigestsStart = { asOf?: string };
