const encoder = new TextEncoder();

/**
 * Writes one protobuf message, field by field.
 *
 * @see https://protobuf.dev/programming-guides/encoding/
 */
export class ProtobufWriter {
	#bytes = new Uint8Array(256);
	#length = 0;

	/** An int32, int64, bool or enum field (varint; negative numbers take ten bytes). */
	int(field: number, value: number): void {
		this.#varint(field * 8);
		this.#varint(value);
	}

	/** A float field (four bytes, little endian). */
	float(field: number, value: number): void {
		this.#varint(field * 8 + 5);
		this.#append(new Uint8Array(new Float32Array([value]).buffer));
	}

	string(field: number, value: string): void {
		this.bytes(field, encoder.encode(value));
	}

	bytes(field: number, value: Uint8Array): void {
		this.#varint(field * 8 + 2);
		this.#varint(value.length);
		this.#append(value);
	}

	/** A field that is a message itself. */
	message(field: number, write: (writer: ProtobufWriter) => void): void {
		const inner = new ProtobufWriter();
		write(inner);
		this.bytes(field, inner.finish());
	}

	/** A packed repeated integer field. */
	ints(field: number, values: readonly number[]): void {
		const inner = new ProtobufWriter();
		for (const value of values) inner.#varint(value);
		this.bytes(field, inner.finish());
	}

	/** A packed repeated float field. */
	floats(field: number, values: ArrayLike<number>): void {
		this.bytes(field, new Uint8Array(Float32Array.from(values).buffer));
	}

	/** The message; a view of this writer's memory. */
	finish(): Uint8Array<ArrayBuffer> {
		return this.#bytes.subarray(0, this.#length);
	}

	#varint(value: number): void {
		this.#reserve(10);
		if (value < 0) {
			let rest = BigInt.asUintN(64, BigInt(value));
			while (rest >= 128n) {
				this.#bytes[this.#length++] = Number(rest & 127n) | 128;
				rest >>= 7n;
			}
			this.#bytes[this.#length++] = Number(rest);
			return;
		}
		while (value >= 128) {
			this.#bytes[this.#length++] = (value % 128) | 128;
			value = Math.floor(value / 128);
		}
		this.#bytes[this.#length++] = value;
	}

	#append(bytes: Uint8Array): void {
		this.#reserve(bytes.length);
		this.#bytes.set(bytes, this.#length);
		this.#length += bytes.length;
	}

	#reserve(count: number): void {
		if (this.#length + count <= this.#bytes.length) return;
		const grown = new Uint8Array(Math.max(this.#length + count, 2 * this.#bytes.length));
		grown.set(this.#bytes.subarray(0, this.#length));
		this.#bytes = grown;
	}
}
