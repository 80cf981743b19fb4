/** WebAssembly as Node and pages have it; apart from platform.d.ts, since Node's own types leave it out. */
declare namespace WebAssembly {
	class Module {
		constructor(bytes: Uint8Array | ArrayBuffer);
	}
	class Instance {
		constructor(module: Module, imports?: Record<string, Record<string, unknown>>);
		readonly exports: Record<string, unknown>;
	}
	class Memory {
		constructor(descriptor: { initial: number; maximum?: number });
		readonly buffer: ArrayBuffer;
		grow(pages: number): number;
	}
	function validate(bytes: Uint8Array | ArrayBuffer): boolean;
}
