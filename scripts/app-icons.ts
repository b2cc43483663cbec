// The two icons of the Teams app, drawn from the SVG files beside this one, and Microsoft's rules for them.
// Source: Microsoft, "Teams app package", App icons.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import sharp, { type Sharp } from "sharp";

const FOLDER = join(import.meta.dirname, "app-icons");
export const COLOR_SIZE = 192;
export const OUTLINE_SIZE = 32;
/** The colour icon's symbol lies in its middle: Teams crops the rest. */
const SYMBOL_SIZE = 96;
const CHANNELS = 4;

/** PNG files. */
export async function drawIcons(): Promise<{ color: Buffer; outline: Buffer }> {
  return { color: await drawColor(), outline: await drawOutline() };
}

export async function findColorIconProblems(png: Uint8Array): Promise<string[]> {
  const pixels = await readPixels(png);
  if (!pixels) return ["the colour icon is not a PNG."];
  const problems = findSizeProblems("colour", pixels, COLOR_SIZE);
  if (problems.length > 0) return problems;
  if (pixels.some((_x, _y, [, , , alpha]) => alpha !== 255)) {
    problems.push("the colour icon must be opaque up to its corners: Teams rounds them itself.");
  }
  const background = pixels.at(0, 0).join();
  const [low, high] = [(COLOR_SIZE - SYMBOL_SIZE) / 2, (COLOR_SIZE + SYMBOL_SIZE) / 2];
  const outside = (at: number) => at < low || at >= high;
  if (pixels.some((x, y, colour) => (outside(x) || outside(y)) && colour.join() !== background)) {
    problems.push("the colour icon's symbol must keep within its middle 96 × 96 pixels, on a plain background.");
  }
  return problems;
}

export async function findOutlineIconProblems(png: Uint8Array): Promise<string[]> {
  const pixels = await readPixels(png);
  if (!pixels) return ["the outline icon is not a PNG."];
  const problems = findSizeProblems("outline", pixels, OUTLINE_SIZE);
  if (problems.length > 0) return problems;
  if (pixels.some((_x, _y, [red, green, blue, alpha]) => alpha > 0 && (red & green & blue) !== 255)) {
    problems.push("the outline icon may be drawn in white (255, 255, 255) only.");
  }
  const drawn = { x: [] as number[], y: [] as number[] };
  pixels.some((x, y, [, , , alpha]) => {
    if (alpha > 0) {
      drawn.x.push(x);
      drawn.y.push(y);
    }
    return false;
  });
  if (drawn.x.length === 0) return [...problems, "the outline icon is empty."];
  if (drawn.x.length === OUTLINE_SIZE * OUTLINE_SIZE) problems.push("the outline icon must be transparent around its lines.");
  if (Math.max(extent(drawn.x), extent(drawn.y)) < OUTLINE_SIZE - 1) problems.push("the outline icon must have no padding.");
  return problems;
}

function drawColor(): Promise<Buffer> {
  return render("color.svg").removeAlpha().png({ compressionLevel: 9, palette: false }).toBuffer();
}

// The edges of lines are part transparent. Their colour is set to white exactly, whatever the renderer mixed.
async function drawOutline(): Promise<Buffer> {
  const { data } = await render("outline.svg").ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  for (let at = 0; at < data.length; at += CHANNELS) data.fill(255, at, at + CHANNELS - 1);
  const raw = { width: OUTLINE_SIZE, height: OUTLINE_SIZE, channels: CHANNELS } as const;
  return sharp(data, { raw }).png({ compressionLevel: 9, palette: false }).toBuffer();
}

// The drawings have the size of their icons, so nothing is scaled and no edge is blurred.
function render(file: string): Sharp {
  return sharp(readFileSync(join(FOLDER, file)));
}

type Colour = [red: number, green: number, blue: number, alpha: number];
type Pixels = {
  width: number;
  height: number;
  at(x: number, y: number): Colour;
  some(test: (x: number, y: number, colour: Colour) => boolean): boolean;
};

async function readPixels(png: Uint8Array): Promise<Pixels | undefined> {
  const image = sharp(png);
  const { format } = await image.metadata().catch(() => ({ format: undefined }));
  if (format !== "png") return undefined;
  const { data, info } = await image.ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  const at = (x: number, y: number): Colour => {
    const [red = 0, green = 0, blue = 0, alpha = 0] = data.subarray((y * info.width + x) * CHANNELS);
    return [red, green, blue, alpha];
  };
  const some: Pixels["some"] = (test) => {
    for (let y = 0; y < info.height; y += 1) {
      for (let x = 0; x < info.width; x += 1) if (test(x, y, at(x, y))) return true;
    }
    return false;
  };
  return { width: info.width, height: info.height, at, some };
}

function findSizeProblems(which: string, { width, height }: Pixels, size: number): string[] {
  if (width === size && height === size) return [];
  return [`the ${which} icon has ${width} × ${height} pixels: it must have ${size} × ${size}.`];
}

function extent(positions: readonly number[]): number {
  return Math.max(...positions) - Math.min(...positions) + 1;
}
