/** A form with text fields and a file, as a browser sends it. */
export function form(
	fields: Readonly<Record<string, string>>,
	file?: { readonly name: string; readonly bytes: Uint8Array },
): { payload: Buffer; headers: { "content-type": string } } {
	const boundary = "----undertone-test";
	const parts = Object.entries(fields).map(([name, value]) =>
		Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`),
	);
	if (file !== undefined) {
		const heading = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${file.name}"\r\ncontent-type: application/octet-stream\r\n\r\n`;
		parts.push(Buffer.from(heading), Buffer.from(file.bytes), Buffer.from("\r\n"));
	}
	return {
		payload: Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]),
		headers: { "content-type": `multipart/form-data; boundary=${boundary}` },
	};
}
