export declare const under: { postcssPlugin: string };
