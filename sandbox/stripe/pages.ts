import { Router } from 'express';
import { Refusal, safely } from '../answer.ts';
import { page, safe, table } from '../html.ts';
import type { World } from '../world.ts';
import { getInvoice, nobody, pay } from './invoices.ts';
import { type Invoice, totalCents } from './objects.ts';

const dollars = (cents: number, currency: string) => `${(cents / 100).toFixed(2)} ${currency.toUpperCase()}`;

/** The hosted invoice page with its pay button, and the PDF. */
export function invoicePages(world: World): Router {
  const router = Router();
  const find = (id: string) => world.state.find<Invoice>('invoice', id);

  router.get(
    '/:id.pdf',
    safely(async (req, res) => {
      const invoice = await find(String(req.params.id));
      if (!invoice?.number) return void res.status(404).type('text').send('No such invoice');
      res
        .type('application/pdf')
        .send(
          pdf([`Invoice ${invoice.number}`, `Amount due: ${dollars(totalCents(invoice), invoice.currency)}`, `Status: ${invoice.status}`]),
        );
    }),
  );
  router.get(
    '/:id',
    safely(async (req, res) => {
      const invoice = await find(String(req.params.id));
      if (!invoice?.number) return void res.status(404).type('html').send(page('No such invoice', '<h1>No such invoice</h1>'));
      res.type('html').send(show(invoice));
    }),
  );
  router.post(
    '/:id/pay',
    safely(async (req, res) => {
      try {
        await world.state.commit(pay(world, await getInvoice(world, String(req.params.id)), nobody).change);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error; // paid or void already: the page shows which
      }
      res.redirect(303, `/invoice/${encodeURIComponent(String(req.params.id))}`);
    }),
  );
  return router;
}

function show(invoice: Invoice): string {
  const rows = invoice.lines.map((line) => [line.description ?? '', line.quantity, dollars(line.amount, invoice.currency)]);
  const button = invoice.status === 'open' ? `<form method="post" action="/invoice/${invoice.id}/pay"><button>Pay</button></form>` : '';
  return page(
    `Invoice ${invoice.number}`,
    `<h1>Invoice ${safe(invoice.number)}</h1><p>${safe(invoice.customerName ?? invoice.customer)} · ${safe(invoice.status)} · a sandbox invoice, no money moves</p>
     ${table(['Description', 'Quantity', 'Amount'], rows)}<p>Total ${dollars(totalCents(invoice), invoice.currency)}</p>${button}<p><a href="/invoice/${invoice.id}.pdf">PDF</a></p>`,
  );
}

/** A one-page PDF with these lines of plain Latin text. */
function pdf(lines: string[]): Buffer {
  const plain = lines.map((line) => line.replace(/[^\x20-\x7e]/g, '?').replace(/[\\()]/g, (sign) => `\\${sign}`));
  const content = `BT /F1 14 Tf 72 720 Td 20 TL ${plain.map((line) => `(${line}) Tj T*`).join(' ')} ET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  let text = '%PDF-1.4\n';
  const offsets = objects.map((object, i) => {
    const at = text.length;
    text += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return String(at).padStart(10, '0');
  });
  const start = text.length;
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.map((at) => `${at} 00000 n \n`).join('')}`;
  return Buffer.from(`${text}trailer << /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`, 'latin1');
}
