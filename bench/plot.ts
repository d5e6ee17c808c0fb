interface Series {
  name: string;
  points: { x: number; y: number }[];
}

const [WIDTH, HEIGHT, MARGIN] = [640, 360, 56];
const COLOURS = ["#1f6feb", "#8b949e", "#bf3989", "#1a7f37"];

/** A line plot as SVG, both axes from zero. */
export function plot(title: string, xLabel: string, yLabel: string, series: readonly Series[]): string {
  const points = series.flatMap((line) => line.points);
  const xMax = Math.max(1, ...points.map(({ x }) => x));
  const yMax = Math.max(1e-9, ...points.map(({ y }) => y)) * 1.1;
  const px = (x: number) => MARGIN + (x / xMax) * (WIDTH - 2 * MARGIN);
  const py = (y: number) => HEIGHT - MARGIN - (y / yMax) * (HEIGHT - 2 * MARGIN);
  const lines = series.map(({ name, points }, index) => {
    const colour = COLOURS[index % COLOURS.length];
    const path = points.map(({ x, y }) => `${px(x).toFixed(1)},${py(y).toFixed(1)}`).join(" ");
    const legend = `<text x="${MARGIN + 8}" y="${MARGIN + 16 * (index + 1)}" fill="${colour}">${name}</text>`;
    return `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2"/>${legend}`;
  });
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((part) => {
    const x = `<text x="${px(part * xMax)}" y="${HEIGHT - MARGIN + 18}" text-anchor="middle">${Math.round(part * xMax)}</text>`;
    const y = `<text x="${MARGIN - 6}" y="${py(part * yMax) + 4}" text-anchor="end">${(part * yMax).toFixed(3)}</text>`;
    return x + y;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" font-family="sans-serif" font-size="12">`,
    `<rect width="100%" height="100%" fill="white"/><text x="${WIDTH / 2}" y="24" text-anchor="middle" font-size="14">${title}</text>`,
    `<path d="M${MARGIN},${MARGIN} V${HEIGHT - MARGIN} H${WIDTH - MARGIN}" fill="none" stroke="black"/>`,
    ...ticks,
    `<text x="${WIDTH / 2}" y="${HEIGHT - 12}" text-anchor="middle">${xLabel}</text>`,
    `<text x="14" y="${HEIGHT / 2}" text-anchor="middle" transform="rotate(-90 14 ${HEIGHT / 2})">${yLabel}</text>`,
    ...lines,
    "</svg>",
    "",
  ].join("\n");
}
