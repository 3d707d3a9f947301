// Of the seats that somebody chose, the row they have most of.
const count = (rows, seat) => ({ ...rows, [seat.row]: (rows[seat.row] || 0) + 1 });

export default ({ seats }) => {
  const rows = seats.reduce(count, {});
  return Object.keys(rows).sort((a, b) => rows[b] - rows[a])[0];
};
