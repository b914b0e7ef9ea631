import { describe, expect, it } from 'vitest';
import { berlinMoment, endOfWeek, periodOf, periodProblem } from './period.ts';

const now = '2026-11-18T09:00:00.000Z'; // a Wednesday
const today = '2026-11-18';
const dates = { fromDay: '2026-12-21', toDay: '2027-01-02' };

describe('the period of a substitution', () => {
  it('reads German wall clock time in winter and summer', () => {
    expect(berlinMoment('2026-11-22', '23:59:59.999')).toBe('2026-11-22T22:59:59.999Z');
    expect(berlinMoment('2026-07-01', '00:00:00.000')).toBe('2026-06-30T22:00:00.000Z');
  });

  it('of today begins now and ends with the day', () => {
    expect(periodOf({ preset: 'today', ...dates }, now, today)).toEqual({ from: now, to: '2026-11-18T22:59:59.999Z' });
  });

  it('of this week ends on Sunday, also when begun on a Sunday', () => {
    expect(periodOf({ preset: 'thisWeek', ...dates }, now, today).to).toBe('2026-11-22T22:59:59.999Z');
    expect(endOfWeek('2026-11-22')).toBe('2026-11-22');
    expect(endOfWeek('2026-11-16')).toBe('2026-11-22');
  });

  it('of dates to come begins with the first day', () => {
    expect(periodOf({ preset: 'dates', ...dates }, now, today)).toEqual({
      from: '2026-12-20T23:00:00.000Z',
      to: '2027-01-02T22:59:59.999Z',
    });
  });

  it('of dates that began before begins now, never in the past', () => {
    expect(periodOf({ preset: 'dates', fromDay: '2026-11-01', toDay: '2026-11-20' }, now, today).from).toBe(now);
  });

  it('names what is wrong with dates', () => {
    const problem = (fromDay: string, toDay: string) => periodProblem({ preset: 'dates', fromDay, toDay }, today);
    expect(problem('', '2026-11-20')).toBe('Bitte beide Tage angeben.');
    expect(problem('2026-11-20', '2026-11-19')).toBe('Das Ende liegt vor dem Beginn.');
    expect(problem('2026-11-01', '2026-11-10')).toBe('Dieser Zeitraum ist schon vorbei.');
    expect(problem('2026-11-18', '2026-11-18')).toBeNull();
  });
});
