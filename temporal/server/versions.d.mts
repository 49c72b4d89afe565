export const SERVER_VERSION: string;
export const UI_VERSION: string;
export const GO_VERSION: string;
export const PROGRAMS: string[];
export const GO_PACKAGES: { program: string; builds: string; source: string }[];
export type Release = { folder: string; archive: string; checksums: string; inside: Record<string, string> };
export function releaseArchives(system: { os: string; arch: string }): Release[];
export function goSystem(platform?: string, arch?: string): { os: string; arch: string };
