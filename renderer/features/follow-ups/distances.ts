/** Days from today that are chosen most. */
export const distances = [
  { days: 7, name: '1 Woche' },
  { days: 14, name: '2 Wochen' },
  { days: 28, name: '4 Wochen' },
  { days: 91, name: '3 Monate' },
  { days: 182, name: '6 Monate' },
];
