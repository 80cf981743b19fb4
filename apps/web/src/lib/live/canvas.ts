import { type Emotion, emotions } from "@undertone/core";

/** The colours of the page as it looks now, for canvases. */
export interface Palette {
	readonly ink: string;
	readonly soft: string;
	readonly line: string;
	readonly strong: string;
	readonly accent: string;
	readonly sunken: string;
	readonly surface: string;
	readonly emotion: Readonly<Record<Emotion, string>>;
}

let known: { readonly at: number; readonly palette: Palette } | undefined;

/** Read from the style sheet, again every second: the theme may change. */
export function palette(): Palette {
	if (known !== undefined && performance.now() - known.at < 1000) return known.palette;
	const style = getComputedStyle(document.documentElement);
	const value = (name: string): string => style.getPropertyValue(name).trim();
	const made: Palette = {
		ink: value("--ink"),
		soft: value("--ink-soft"),
		line: value("--line"),
		strong: value("--line-strong"),
		accent: value("--accent"),
		sunken: value("--sunken"),
		surface: value("--surface"),
		emotion: Object.fromEntries(
			emotions.map((emotion) => [emotion, value(`--emotion-${emotion}`)]),
		) as Record<Emotion, string>,
	};
	known = { at: performance.now(), palette: made };
	return made;
}

/** A canvas made as fine as the screen, emptied, with units of CSS pixels; null where it cannot be drawn on. */
export function prepareCanvas(
	canvas: HTMLCanvasElement,
): { readonly context: CanvasRenderingContext2D; readonly width: number; readonly height: number } | null {
	const context = canvas.getContext("2d");
	const width = canvas.clientWidth;
	const height = canvas.clientHeight;
	if (context === null || width === 0 || height === 0) return null;
	const scale = Math.min(2, devicePixelRatio);
	const [w, h] = [Math.round(width * scale), Math.round(height * scale)];
	if (canvas.width !== w || canvas.height !== h) {
		canvas.width = w;
		canvas.height = h;
	}
	context.setTransform(scale, 0, 0, scale, 0, 0);
	context.clearRect(0, 0, width, height);
	return { context, width, height };
}
