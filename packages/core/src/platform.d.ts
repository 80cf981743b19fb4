/**
 * What Node and pages share beyond the language, declared by hand so that the shared packages compile with
 * neither DOM nor Node types: anything not listed here is a compile error there.
 */
declare class AbortSignal {
	readonly aborted: boolean;
	readonly reason: unknown;
	static abort(reason?: unknown): AbortSignal;
	throwIfAborted(): void;
	addEventListener(type: "abort", listener: () => void, options?: { once?: boolean }): void;
	removeEventListener(type: "abort", listener: () => void): void;
}
declare class TextDecoder {
	constructor(label?: string, options?: { fatal?: boolean });
	decode(input?: Uint8Array): string;
}
declare class TextEncoder {
	encode(input?: string): Uint8Array<ArrayBuffer>;
}
declare const performance: { now(): number };
declare const crypto: {
	readonly subtle: { digest(algorithm: "SHA-256", data: Uint8Array): Promise<ArrayBuffer> };
	getRandomValues<T extends Uint8Array>(array: T): T;
	randomUUID(): string;
};
declare function atob(data: string): string;
declare function btoa(data: string): string;
declare function queueMicrotask(callback: () => void): void;
declare function setTimeout(callback: () => void, milliseconds?: number): unknown;
declare function clearTimeout(handle: unknown): void;
