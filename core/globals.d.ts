// The few globals that every host has and core may use; anything else of Node or the DOM does not compile here.
type AbortSignal = {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
};
declare class AbortController {
  readonly signal: AbortSignal;
  abort(): void;
}
declare function queueMicrotask(callback: () => void): void;
