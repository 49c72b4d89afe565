import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { exportFiltered, exportPicked } from '../lead-export.server.ts';

export const loader = (args: LoaderFunctionArgs) => exportFiltered(args, 'csv');
export const action = (args: ActionFunctionArgs) => exportPicked(args, 'csv');
