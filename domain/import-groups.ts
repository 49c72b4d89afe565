/** Rows of a lead file that will not be dialled, by why, and remarks on rows that will. */
export const IMPORT_GROUPS = ['duplicates', 'suppressed', 'zoneless', 'unconsented', 'invalid', 'remarks'] as const;
export type ImportGroup = (typeof IMPORT_GROUPS)[number];

/** Codes of each group; a row refused for any other reason is `invalid`. */
const CODES: Record<Exclude<ImportGroup, 'invalid'>, readonly string[]> = {
  duplicates: ['twice_in_file', 'already_there'],
  suppressed: ['do_not_call'],
  zoneless: ['zone_unknown'],
  unconsented: ['no_consent'],
  remarks: ['invalid_email', 'invalid_timezone', 'invalid_consent_at', 'shortened'],
};
const OTHERS = Object.values(CODES).flat();

/** Which codes a group has: those listed, or all but those listed. */
export const codesOf = (group: ImportGroup): { only: readonly string[] } | { allBut: readonly string[] } =>
  group === 'invalid' ? { allBut: OTHERS } : { only: CODES[group] };

/** Whether a text names a group. */
export const isImportGroup = (text: string | null): text is ImportGroup => IMPORT_GROUPS.includes(text as ImportGroup);

type Counted = { inserted: number; duplicates: number; suppressed: number; invalid: number };

/** How many rows of a file are what; the parts add up to the whole. */
export function importSums(job: Counted, found: { zoneless: number; unconsented: number; remarks: number }) {
  return {
    dialled: job.inserted - found.unconsented,
    duplicates: job.duplicates,
    suppressed: job.suppressed,
    zoneless: found.zoneless,
    unconsented: found.unconsented,
    invalid: job.invalid - found.zoneless,
    remarks: found.remarks,
  };
}
export type ImportSums = ReturnType<typeof importSums>;
