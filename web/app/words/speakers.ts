const SPEAKERS: Record<string, string> = { agent: 'Agent', user: 'Lead', tool: 'Tool', system: 'System' };

/** Who says a line of a transcript. */
export const speakerWord = (speaker: string): string => SPEAKERS[speaker] ?? speaker;
