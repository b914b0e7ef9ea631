/** Under which heading a day that is due stands: overdue, today, the next seven days, later. */
export function dueGroup(dueOn: string, today: string): string {
  if (dueOn < today) return 'überfällig';
  if (dueOn === today) return 'heute';
  const days = (Date.parse(dueOn) - Date.parse(today)) / 86_400_000;
  return days <= 7 ? 'in den nächsten sieben Tagen' : 'später';
}
