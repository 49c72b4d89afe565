export function runTool(options: {
  what: string;
  command?: string;
  args: string[];
  env?: Record<string, string | undefined>;
  cwd?: string;
  inherit?: boolean;
}): Promise<string>;
export class ToolFailed extends Error {
  summary: string;
}
