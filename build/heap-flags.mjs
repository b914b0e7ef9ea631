/**
 * Room for what lives for milliseconds. In V8's usual young heap, 1 MB and growing to 16, much of what is fetched and read is copied twice
 * and grows old. Its old heap begins small, and bytes of contents count in: a desk of 30 MB that fetched contents had all of its heap looked
 * through every 4 MB, which took as much computing as the contents themselves. What is not used is not taken from the machine.
 */
export const heapFlags = ['--min-semi-space-size=16', '--max-semi-space-size=64', '--initial-old-space-size=256'];
