export type ImportStart = { clientId: string; importJobId: string };
export const importWorkflowId = (importJobId: string) => `import-${importJobId}`;
