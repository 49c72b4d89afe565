import type { MouseEvent as Click } from 'react';
import type { LeadLine } from '#stores/views-leads.ts';
import { formatPhone, nameOf } from '../../words/numbers.ts';
import { isPlainClick, useRowLinks } from '../ui/row-links.tsx';
import { Cell, Head, Row, SortHead, Table } from '../ui/table.tsx';
import { CELL_LOOKS, COLUMN_NAMES, ColumnHead, columnText, type Shown } from './lead-columns.tsx';
import type { Peek } from './peek.ts';
import type { Selection } from './selection.ts';

/** Leads with the columns that were chosen. */
export function LeadsTable({ leads, shown, selection, peek }: { leads: LeadLine[]; shown: Shown; selection: Selection; peek: Peek }) {
  const { columns } = shown;
  const { linkTo, prefetched } = useRowLinks();
  const look = (event: Click<HTMLAnchorElement>, id: string) => {
    if (!isPlainClick(event)) return;
    event.preventDefault();
    event.currentTarget.closest('tr')?.querySelector<HTMLElement>('a.row-link')?.focus();
    peek.open(id);
  };
  return (
    <Table caption="Leads" beside={prefetched}>
      <thead>
        <tr>
          <Head className="w-0 pr-0!">
            <span className="sr-only">Selected</span>
          </Head>
          <SortHead column="name">Lead</SortHead>
          <Head className="w-0 p-0!">
            <span className="sr-only">Preview</span>
          </Head>
          {columns.map((column) => (
            <ColumnHead key={column} column={column} />
          ))}
        </tr>
      </thead>
      <tbody>
        {leads.map((lead) => (
          <Row key={lead.id} data-row={lead.id} aria-current={peek.id === lead.id ? 'true' : undefined}>
            <Cell className="stack-check">
              <label>
                <input
                  type="checkbox"
                  name="id"
                  value={lead.id}
                  aria-label={`Select ${nameOf(lead)}`}
                  checked={selection.isAll || selection.ids.has(lead.id)}
                  onChange={(event) => selection.toggle(lead.id, (event.nativeEvent as MouseEvent).shiftKey)}
                />
              </label>
            </Cell>
            <Cell className="stack-title">
              <a id={lead.id} {...linkTo(`/leads/${lead.id}`)} className="row-link font-medium">
                {nameOf(lead)}
              </a>
              {columns.includes('phone') ? null : <span className="below whitespace-nowrap max-md:hidden">{formatPhone(lead.phone)}</span>}
            </Cell>
            <Cell className="stack-peek">
              <a href={peek.hrefOf(lead.id)} aria-describedby={lead.id} title="Preview (p)" onClick={(event) => look(event, lead.id)}>
                Preview
              </a>
            </Cell>
            {columns.map((column) => (
              <Cell key={column} label={COLUMN_NAMES[column]} className={CELL_LOOKS[column]}>
                {columnText(column, lead, shown)}
              </Cell>
            ))}
          </Row>
        ))}
      </tbody>
    </Table>
  );
}
