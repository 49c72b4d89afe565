/** The browser to launch and the folder of the libraries it needs besides the system's; null where none is to be had. */
export function obtainBrowser(env?: NodeJS.ProcessEnv): Promise<{ executablePath: string; libraryPath?: string } | null>;
