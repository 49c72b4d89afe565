export function countTests(report: string): { passed: number; failed: number; skipped: number; words: string; failures: string[] };
