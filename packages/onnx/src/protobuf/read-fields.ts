import { UndertoneError } from "@undertone/core";

/** One field of a message: a number for varints and fixed widths of integers, bytes for all else. */
export interface ProtobufField {
	readonly number: number;
	/** Value of a varint (signed, exact within ±2^53); 0 for other wire types. */
	readonly int: number;
	/** Content of a length-delimited field, or the 4 or 8 bytes of a fixed one; empty for a varint. */
	readonly bytes: Uint8Array;
	/** Whether the field is length-delimited (a message, a string, a packed list). */
	readonly delimited: boolean;
	/** Offset in the message at which the field's tag begins, and at which the next field does. */
	readonly start: number;
	readonly end: number;
}

const nothing = new Uint8Array(0);

/**
 * The fields of a protobuf message in the order of the bytes; contents are views.
 *
 * @throws {UndertoneError} `model-damaged` if the bytes end inside a field or are no protobuf.
 */
export function* readFields(message: Uint8Array): Generator<ProtobufField, void, undefined> {
	let at = 0;
	const varint = (): number => {
		let low = 0;
		let high = 0;
		for (let shift = 0; shift < 70; shift += 7) {
			const byte = message[at++];
			if (byte === undefined) throw damaged("it ends inside a number");
			const part = byte & 127;
			if (shift < 28) low += part * 2 ** shift;
			else high += part * 2 ** (shift - 28);
			if (byte < 128) {
				const value = low + high * 2 ** 28;
				// Two's complement of 64 bits: the sign is bit 63.
				return value >= 2 ** 63 ? Number(BigInt.asIntN(64, BigInt(low) + (BigInt(high) << 28n))) : value;
			}
		}
		throw damaged("it holds a number longer than ten bytes");
	};
	const take = (count: number): Uint8Array => {
		if (count < 0 || at + count > message.length) throw damaged("it ends inside a field");
		at += count;
		return message.subarray(at - count, at);
	};
	while (at < message.length) {
		const start = at;
		const tag = varint();
		const number = Math.floor(tag / 8);
		const wire = tag % 8;
		if (number < 1) throw damaged("it holds a field without a number");
		if (wire === 0) {
			const int = varint();
			yield { number, int, bytes: nothing, delimited: false, start, end: at };
		} else if (wire === 1 || wire === 5) {
			const bytes = take(wire === 1 ? 8 : 4);
			yield { number, int: 0, bytes, delimited: false, start, end: at };
		} else if (wire === 2) {
			const bytes = take(varint());
			yield { number, int: 0, bytes, delimited: true, start, end: at };
		} else {
			throw damaged(`it holds a field of wire type ${wire}`);
		}
	}
}

/** Integers of a repeated field, whether packed or one by one. */
export function readInts(field: ProtobufField): number[] {
	if (!field.delimited) return [field.int];
	const numbers: number[] = [];
	let value = 0n;
	let shift = 0n;
	for (const byte of field.bytes) {
		value |= BigInt(byte & 127) << shift;
		shift += 7n;
		if (byte < 128) {
			numbers.push(Number(BigInt.asIntN(64, value)));
			value = 0n;
			shift = 0n;
		}
	}
	return numbers;
}

/** Floats of a repeated field, whether packed or one by one. */
export function readFloats(field: ProtobufField): Float32Array {
	const bytes = field.bytes.slice(0, field.bytes.length - (field.bytes.length % 4));
	return new Float32Array(bytes.buffer, 0, bytes.length / 4);
}

function damaged(what: string): UndertoneError {
	return new UndertoneError(
		"model-damaged",
		`The model file is damaged or no ONNX file: ${what}. Fetch or train it again.`,
	);
}
