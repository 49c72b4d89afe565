type Part = { module: string; imports?: string[] };
type Route = Part & { id: string; parentId?: string; path?: string; index?: boolean };
export type PageLoad = { address: string; bytes: number };
export const FIRST_LOAD_LIMIT: number;
export function scriptsByPage(manifest: { entry: Part; routes: Record<string, Route> }): Map<string, string[]>;
export function firstLoad(folder: string): PageLoad[];
export function firstLoadWords(pages: readonly PageLoad[]): string;
