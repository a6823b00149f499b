// Drawing: text and elements only, never markup out of what requests said.

export function fill(element, children) {
  element.replaceChildren(...children);
  return element;
}

const make = (name, ...children) => fill(document.createElement(name), children);

const money = (minor, currency) => {
  try {
    const format = new Intl.NumberFormat('en', { style: 'currency', currency: currency ?? 'usd' });
    return format.format(minor / 10 ** format.resolvedOptions().maximumFractionDigits);
  } catch {
    return String(minor);
  }
};

/** A value as a person wants to read it. */
function text(column, record) {
  const value = record[column];
  if (value === undefined || value === null) return '–';
  if (column.startsWith('amount')) return money(value, record.currency);
  if (column === 'created' || column === 'due') return new Date(value).toISOString().slice(0, 19).replace('T', ' ');
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return String(value);
}

function whole(record) {
  return make('details', make('summary', 'all'), make('pre', JSON.stringify(record, null, 2)));
}

export function table(name, columns, records, count) {
  if (records.length === 0) return make('p', 'None yet.');
  const head = make('tr', ...[...columns, 'more'].map((column) => {
    const cell = make('th', column.replaceAll('_', ' '));
    cell.scope = 'col';
    return cell;
  }));
  const rows = records.map((record) =>
    make('tr', ...columns.map((column) => make('td', text(column, record))), make('td', whole(record))),
  );
  const made = make('table', make('thead', head), make('tbody', ...rows));
  made.setAttribute('aria-label', count > records.length ? `${name}: the newest ${records.length} of ${count}` : name);
  return made;
}
