import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { exportFiltered, exportPicked } from '../lead-export.server.ts';

export const loader = (args: LoaderFunctionArgs) => exportFiltered(args, 'json');
export const action = (args: ActionFunctionArgs) => exportPicked(args, 'json');
