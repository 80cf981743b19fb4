/*
 * Kernels of packages/dsp in SIMD WebAssembly: the FFT of src/fft.ts on two frames at once (one in each lane),
 * in double precision and with the very same operations in the same order, so that the results are the same
 * bits. build.sh compiles this file and writes src/kernel/spectral-kernel-bytes.ts.
 */
typedef double v2 __attribute__((vector_size(16)));

extern unsigned char __heap_base;

__attribute__((export_name("heapBase"))) int heap_base(void) { return (int)&__heap_base; }

static inline v2 splat(double x) { return (v2){x, x}; }

static void radix4(const v2 *restrict xr, const v2 *restrict xi, v2 *restrict yr, v2 *restrict yi, int length,
                   int stride, const double *cosine, const double *sine, int turn) {
	int quarter = length >> 2;
	int step = stride * quarter;
	for (int p = 0; p < quarter; p++) {
		int t = p * turn;
		v2 c1 = splat(cosine[t]), s1 = splat(sine[t]);
		v2 c2 = splat(cosine[2 * t]), s2 = splat(sine[2 * t]);
		v2 c3 = splat(cosine[3 * t]), s3 = splat(sine[3 * t]);
		int from = stride * p;
		int to = 4 * stride * p;
		for (int q = 0; q < stride; q++) {
			int a = from + q, b = a + step, c = b + step, d = c + step;
			v2 ar = xr[a], ai = xi[a], br = xr[b], bi = xi[b];
			v2 cr = xr[c], ci = xi[c], dr = xr[d], di = xi[d];
			v2 sumR = ar + cr, sumI = ai + ci;
			v2 differenceR = ar - cr, differenceI = ai - ci;
			v2 otherR = br + dr, otherI = bi + di;
			v2 turnedR = di - bi, turnedI = br - dr;
			int o = to + q;
			yr[o] = sumR + otherR;
			yi[o] = sumI + otherI;
			v2 r = differenceR - turnedR, i = differenceI - turnedI;
			yr[o + stride] = c1 * r + s1 * i;
			yi[o + stride] = c1 * i - s1 * r;
			r = sumR - otherR;
			i = sumI - otherI;
			yr[o + 2 * stride] = c2 * r + s2 * i;
			yi[o + 2 * stride] = c2 * i - s2 * r;
			r = differenceR + turnedR;
			i = differenceI + turnedI;
			yr[o + 3 * stride] = c3 * r + s3 * i;
			yi[o + 3 * stride] = c3 * i - s3 * r;
		}
	}
}

/* One pass of three: a last pass but for one of two at most, so the stride is long. */
static void radix3(const v2 *restrict xr, const v2 *restrict xi, v2 *restrict yr, v2 *restrict yi, int length,
                   int stride, const double *cosine, const double *sine, int turn) {
	int third = length / 3;
	int step = stride * third;
	v2 h = splat(0.5), root = splat(0.86602540378443864676);
	for (int p = 0; p < third; p++) {
		int t = p * turn;
		v2 c1 = splat(cosine[t]), s1 = splat(sine[t]);
		v2 c2 = splat(cosine[2 * t]), s2 = splat(sine[2 * t]);
		int from = stride * p;
		int to = 3 * stride * p;
		for (int q = 0; q < stride; q++) {
			int a = from + q, b = a + step, c = b + step;
			v2 ar = xr[a], ai = xi[a], br = xr[b], bi = xi[b], cr = xr[c], ci = xi[c];
			v2 sumR = br + cr, sumI = bi + ci;
			v2 middleR = ar - h * sumR, middleI = ai - h * sumI;
			/* -i sqrt(3) / 2 (b - c) */
			v2 turnedR = root * (bi - ci), turnedI = root * (cr - br);
			int o = to + q;
			yr[o] = ar + sumR;
			yi[o] = ai + sumI;
			v2 r = middleR + turnedR, i = middleI + turnedI;
			yr[o + stride] = c1 * r + s1 * i;
			yi[o + stride] = c1 * i - s1 * r;
			r = middleR - turnedR;
			i = middleI - turnedI;
			yr[o + 2 * stride] = c2 * r + s2 * i;
			yi[o + 2 * stride] = c2 * i - s2 * r;
		}
	}
}

/*
 * Work holds re, im, scratch re, scratch im of n each; returns 0 or 2 * n, where the result begins. The tables are of
 * a circle of n * turn steps.
 */
__attribute__((noinline)) static int complex_fft(int n, v2 *work, const double *cosine, const double *sine, int turn) {
	v2 *xr = work, *xi = work + n, *yr = work + 2 * n, *yi = work + 3 * n;
	int length = n, stride = 1, at = 0;
	while (length > 2) {
		int radix = length & 3 ? 3 : 4;
		(radix == 3 ? radix3 : radix4)(xr, xi, yr, yi, length, stride, cosine, sine, turn);
		v2 *swap = xr;
		xr = yr;
		yr = swap;
		swap = xi;
		xi = yi;
		yi = swap;
		at = 2 * n - at;
		length /= radix;
		stride *= radix;
		turn *= radix;
	}
	if (length == 2) {
		for (int q = 0; q < stride; q++) {
			v2 r0 = xr[q], r1 = xr[q + stride], i0 = xi[q], i1 = xi[q + stride];
			yr[q] = r0 + r1;
			yr[q + stride] = r0 - r1;
			yi[q] = i0 + i1;
			yi[q + stride] = i0 - i1;
		}
		at = 2 * n - at;
	}
	return at;
}

/* |X|² of the packed pair in work, into power[half + 1]. */
__attribute__((noinline)) static void untangle(int half, v2 *work, const double *cosine, const double *sine, v2 *power) {
	const v2 *zr = work + complex_fft(half, work, cosine, sine, 2);
	const v2 *zi = zr + half;
	v2 h = splat(0.5);
	v2 first = zr[0] + zi[0], last = zr[0] - zi[0];
	power[0] = first * first;
	power[half] = last * last;
	for (int k = 1; k < half; k++) {
		int j = half - k;
		v2 evenR = h * (zr[k] + zr[j]);
		v2 evenI = h * (zi[k] - zi[j]);
		v2 oddR = h * (zi[k] + zi[j]);
		v2 oddI = h * (zr[j] - zr[k]);
		v2 c = splat(cosine[k]), s = splat(sine[k]);
		v2 re = evenR + c * oddR + s * oddI;
		v2 im = evenI + c * oddI - s * oddR;
		power[k] = re * re + im * im;
	}
}

/* Power spectra of `count` frames of n samples, `hop` apart, times `window`; rows of `stride` numbers. */
__attribute__((export_name("power"))) void power(const float *signal, int hop, int count, const double *window,
                                                 int n, const double *cosine, const double *sine, v2 *work,
                                                 double *out, int stride) {
	int half = n >> 1;
	v2 *pair = work + 4 * half;
	for (int row = 0; row < count; row += 2) {
		int other = row + 1 < count ? row + 1 : row;
		const float *a = signal + row * hop;
		const float *b = signal + other * hop;
		for (int k = 0; k < half; k++) {
			work[k] = (v2){a[2 * k], b[2 * k]} * splat(window[2 * k]);
			work[half + k] = (v2){a[2 * k + 1], b[2 * k + 1]} * splat(window[2 * k + 1]);
		}
		untangle(half, work, cosine, sine, pair);
		double *ya = out + row * stride;
		double *yb = out + other * stride;
		for (int k = 0; k <= half; k++) {
			ya[k] = pair[k][0];
			yb[k] = pair[k][1];
		}
	}
}

/* Circular autocorrelations of `count` rows of n samples, lags 0 … lags - 1, by way of the power spectrum. */
__attribute__((export_name("autocorrelate"))) void autocorrelate(const double *rows, int count, int n,
                                                                 const double *cosine, const double *sine,
                                                                 v2 *work, double *out, int lags) {
	int half = n >> 1;
	v2 *pair = work + 4 * half;
	v2 h = splat(0.5), scale = splat(half);
	for (int row = 0; row < count; row += 2) {
		int other = row + 1 < count ? row + 1 : row;
		const double *a = rows + row * n;
		const double *b = rows + other * n;
		for (int k = 0; k < half; k++) {
			work[k] = (v2){a[2 * k], b[2 * k]};
			work[half + k] = (v2){a[2 * k + 1], b[2 * k + 1]};
		}
		untangle(half, work, cosine, sine, pair);
		/* The inverse of src/fft.ts for a spectrum without imaginary part. */
		for (int k = 0; k < half; k++) {
			int j = half - k;
			v2 evenR = h * (pair[k] + pair[j]);
			v2 differenceR = h * (pair[k] - pair[j]);
			v2 oddR = splat(cosine[k]) * differenceR;
			v2 oddI = splat(sine[k]) * differenceR;
			work[k] = evenR - oddI;
			work[half + k] = -oddR;
		}
		const v2 *zr = work + complex_fft(half, work, cosine, sine, 2);
		const v2 *zi = zr + half;
		double *ya = out + row * lags;
		double *yb = out + other * lags;
		for (int lag = 0; lag < lags; lag++) {
			v2 value = (lag & 1) ? -zi[lag >> 1] / scale : zr[lag >> 1] / scale;
			ya[lag] = value[0];
			yb[lag] = value[1];
		}
	}
}

/*
 * The signals that belong to the power spectra in pair[0 … half], at lags 0 … lags - 1: a cosine transform by way of a
 * transform of a quarter of the length (src/frame-autocorrelator.ts has the equations).
 */
static void inverse_power(int half, v2 *work, const v2 *pair, const double *cosine, const double *sine, double *ya,
                          double *yb, int lags) {
	int quarter = half >> 1;
	v2 h = splat(0.5), scale = splat(1.0 / half);
	v2 odd = h * (pair[0] - pair[half]);
	for (int j = 0; j < half; j++) {
		v2 sum = pair[j] + pair[half - j], difference = pair[j] - pair[half - j];
		work[(j & 1) * quarter + (j >> 1)] = h * sum - splat(sine[j]) * difference;
		if (j > 0) odd += pair[j] * splat(cosine[j]);
	}
	const v2 *zr = work + complex_fft(quarter, work, cosine, sine, 4);
	const v2 *zi = zr + quarter;
	for (int lag = 0; lag < lags; lag += 2) {
		int k = lag >> 1, j = quarter - k;
		v2 re = zr[0] + zi[0];
		if (k > 0) {
			v2 evenR = h * (zr[k] + zr[j]);
			v2 evenI = h * (zi[k] - zi[j]);
			v2 oddR = h * (zi[k] + zi[j]);
			v2 oddI = h * (zr[j] - zr[k]);
			v2 c = splat(cosine[2 * k]), s = splat(sine[2 * k]);
			re = evenR + c * oddR + s * oddI;
			odd -= evenI + c * oddI - s * oddR;
		}
		v2 value = re * scale, next = odd * scale;
		ya[lag] = value[0];
		yb[lag] = value[1];
		if (lag + 1 == lags) break;
		ya[lag + 1] = next[0];
		yb[lag + 1] = next[1];
	}
}

/*
 * The same of (signal[starts[row] + i] - means[row]) * window[i], i < winLength (an even number), zeros behind; lags is
 * at most n / 2.
 */
__attribute__((export_name("autocorrelateFrames"))) void autocorrelate_frames(
    const float *signal, const int *starts, const double *means, int count, const double *window, int winLength, int n,
    const double *cosine, const double *sine, v2 *work, double *out, int lags) {
	int half = n >> 1, filled = winLength >> 1;
	v2 *pair = work + 4 * half;
	for (int row = 0; row < count; row += 2) {
		int other = row + 1 < count ? row + 1 : row;
		const float *a = signal + starts[row];
		const float *b = signal + starts[other];
		v2 mean = (v2){means[row], means[other]};
		for (int k = 0; k < filled; k++) {
			work[k] = ((v2){a[2 * k], b[2 * k]} - mean) * splat(window[2 * k]);
			work[half + k] = ((v2){a[2 * k + 1], b[2 * k + 1]} - mean) * splat(window[2 * k + 1]);
		}
		for (int k = filled; k < half; k++) work[k] = work[half + k] = splat(0);
		untangle(half, work, cosine, sine, pair);
		inverse_power(half, work, pair, cosine, sine, out + row * lags, out + other * lags, lags);
	}
}

/*
 * Weighted sums of bins: band b takes lengths[b] bins (a multiple of four) from firsts[b] on. Four partial sums,
 * as in src/filterbank.ts.
 */
__attribute__((export_name("filter"))) void filter(const double *rows, int count, int stride, const int *firsts,
                                                   const int *lengths, const double *weights, int bands,
                                                   double *out) {
	for (int row = 0; row < count; row++) {
		const double *w = weights;
		for (int band = 0; band < bands; band++) {
			const double *x = rows + row * stride + firsts[band];
			v2 even = splat(0), odd = splat(0);
			for (int k = 0; k < lengths[band]; k += 4) {
				even += *(const v2 *)(w + k) * *(const v2 *)(x + k);
				odd += *(const v2 *)(w + k + 2) * *(const v2 *)(x + k + 2);
			}
			v2 sum = even + odd;
			out[row * bands + band] = sum[0] + sum[1];
			w += lengths[band];
		}
	}
}

/* out[r][k] = Σ_i rows[r][i] matrix[i][k]; `columns` is even. */
__attribute__((export_name("multiply"))) void multiply(const double *rows, int count, int n, const double *matrix,
                                                       int columns, double *out) {
	for (int row = 0; row < count; row++) {
		const double *x = rows + row * n;
		double *y = out + row * columns;
		for (int k = 0; k < columns; k += 8) {
			int left = columns - k;
			v2 a = splat(0), b = splat(0), c = splat(0), d = splat(0);
			for (int i = 0; i < n; i++) {
				const v2 *m = (const v2 *)(matrix + i * columns + k);
				v2 value = splat(x[i]);
				a += value * m[0];
				if (left > 2) b += value * m[1];
				if (left > 4) c += value * m[2];
				if (left > 6) d += value * m[3];
			}
			*(v2 *)(y + k) = a;
			if (left > 2) *(v2 *)(y + k + 2) = b;
			if (left > 4) *(v2 *)(y + k + 4) = c;
			if (left > 6) *(v2 *)(y + k + 6) = d;
		}
	}
}

/*
 * Burg's recursion of src/burg.ts on two frames at once: x, forward, backward of n pairs, a and previous of `order`
 * pairs. A lane whose errors are used up keeps its coefficients (k = 0), as the plain loop does by stopping.
 */
__attribute__((export_name("burg"))) void burg(const v2 *x, int n, int order, v2 *forward, v2 *backward, v2 *previous,
                                               v2 *a) {
	typedef long long i2 __attribute__((vector_size(16)));
	v2 cross = splat(0), both = splat(0);
	for (int i = 0; i < n; i++) {
		forward[i] = x[i];
		backward[i] = x[i];
	}
	for (int m = 0; m < order; m++) a[m] = splat(0);
	for (int i = 1; i < n; i++) {
		v2 f = x[i], b = x[i - 1];
		cross += f * b;
		both += f * f + b * b;
	}
	for (int m = 0; m < order; m++) {
		i2 left = both > splat(0);
		v2 quotient = (splat(2) * cross) / both;
		v2 k = (v2)((i2)quotient & left);
		for (int i = 0; i < m; i++) previous[i] = a[i];
		for (int i = 0; i < m; i++) a[i] = previous[i] - k * previous[m - 1 - i];
		a[m] = k;
		if (m == order - 1) break;
		v2 nextCross = splat(0), nextBoth = splat(0);
		v2 b = backward[m] - k * forward[m + 1];
		for (int i = m + 2; i < n; i++) {
			v2 f = forward[i] - k * backward[i - 1];
			v2 next = backward[i - 1] - k * forward[i];
			backward[i - 1] = b;
			forward[i] = f;
			nextCross += f * b;
			nextBoth += f * f + b * b;
			b = next;
		}
		cross = nextCross;
		both = (v2)((i2)nextBoth & left);
	}
}

/* The half spectrum of the packed pair in work, into re and im of half + 1: src/fft.ts, forward. */
__attribute__((noinline)) static void spectrum(int half, v2 *work, const double *cosine, const double *sine, v2 *re, v2 *im) {
	const v2 *zr = work + complex_fft(half, work, cosine, sine, 2);
	const v2 *zi = zr + half;
	v2 h = splat(0.5);
	re[0] = zr[0] + zi[0];
	im[0] = splat(0);
	re[half] = zr[0] - zi[0];
	im[half] = splat(0);
	for (int k = 1; k < half; k++) {
		int j = half - k;
		v2 evenR = h * (zr[k] + zr[j]);
		v2 evenI = h * (zi[k] - zi[j]);
		v2 oddR = h * (zi[k] + zi[j]);
		v2 oddI = h * (zr[j] - zr[k]);
		v2 c = splat(cosine[k]), s = splat(sine[k]);
		re[k] = evenR + c * oddR + s * oddI;
		im[k] = evenI + c * oddI - s * oddR;
	}
}

/*
 * Σ x[i] x[i + lag] over the first `window` samples (an even number) of `count` rows of n samples, circular, lags
 * 0 … lags - 1. Work holds 4 * half, then two half spectra.
 */
__attribute__((export_name("crossCorrelate"))) void cross_correlate(const double *rows, int count, int n, int window,
                                                                    const double *cosine, const double *sine,
                                                                    v2 *work, double *out, int lags) {
	int half = n >> 1;
	v2 *ar = work + 4 * half, *ai = ar + half + 1, *br = ai + half + 1, *bi = br + half + 1;
	v2 h = splat(0.5), scale = splat(half);
	for (int row = 0; row < count; row += 2) {
		int other = row + 1 < count ? row + 1 : row;
		const double *a = rows + row * n;
		const double *b = rows + other * n;
		for (int pass = 0; pass < 2; pass++) {
			int filled = pass == 0 ? half : window >> 1;
			for (int k = 0; k < filled; k++) {
				work[k] = (v2){a[2 * k], b[2 * k]};
				work[half + k] = (v2){a[2 * k + 1], b[2 * k + 1]};
			}
			for (int k = filled; k < half; k++) work[k] = work[half + k] = splat(0);
			if (pass == 0) spectrum(half, work, cosine, sine, br, bi);
			else spectrum(half, work, cosine, sine, ar, ai);
		}
		for (int k = 0; k <= half; k++) {
			v2 re = ar[k] * br[k] + ai[k] * bi[k];
			bi[k] = ar[k] * bi[k] - ai[k] * br[k];
			br[k] = re;
		}
		for (int k = 0; k < half; k++) {
			int j = half - k;
			v2 evenR = h * (br[k] + br[j]);
			v2 evenI = h * (bi[k] - bi[j]);
			v2 differenceR = h * (br[k] - br[j]);
			v2 differenceI = h * (bi[k] + bi[j]);
			v2 c = splat(cosine[k]), s = splat(sine[k]);
			v2 oddR = c * differenceR - s * differenceI;
			v2 oddI = c * differenceI + s * differenceR;
			work[k] = evenR - oddI;
			work[half + k] = -(evenI + oddR);
		}
		const v2 *zr = work + complex_fft(half, work, cosine, sine, 2);
		const v2 *zi = zr + half;
		double *ya = out + row * lags;
		double *yb = out + other * lags;
		for (int lag = 0; lag < lags; lag++) {
			v2 value = (lag & 1) ? -zi[lag >> 1] / scale : zr[lag >> 1] / scale;
			ya[lag] = value[0];
			yb[lag] = value[1];
		}
	}
}

/* out[i] = Σ_j kernels[phases[i]][j] x[places[i] + j]; taps a multiple of four. */
__attribute__((export_name("interpolate"))) void interpolate(const double *x, const int *places, const int *phases,
                                                             const double *kernels, int taps, int count, double *out) {
	for (int i = 0; i < count; i++) {
		const double *from = x + places[i];
		const double *w = kernels + phases[i] * taps;
		v2 even = splat(0), odd = splat(0);
		for (int j = 0; j < taps; j += 4) {
			even += *(const v2 *)(w + j) * (v2){from[j], from[j + 1]};
			odd += *(const v2 *)(w + j + 2) * (v2){from[j + 2], from[j + 3]};
		}
		v2 sum = even + odd;
		out[i] = sum[0] + sum[1];
	}
}

/*
 * out[i] = Σ_j x[own + j] x[first + i + j] over `length` samples, i < count: in two sums, of even and odd j, four
 * shifts at a time.
 */
__attribute__((export_name("slidingProducts"))) void sliding_products(const double *x, int own, int length, int first,
                                                                      int count, double *out) {
	const double *a = x + own;
	for (int i = 0; i < count; i += 4) {
		const double *b = x + first + i;
		v2 sums[4] = {splat(0), splat(0), splat(0), splat(0)};
		int j = 0;
		for (; j + 1 < length; j += 2) {
			v2 value = (v2){a[j], a[j + 1]};
			for (int s = 0; s < 4; s++) sums[s] += value * (v2){b[j + s], b[j + s + 1]};
		}
		for (int s = 0; s < 4 && i + s < count; s++) {
			double even = sums[s][0];
			if (j < length) even += a[j] * b[j + s];
			out[i + s] = even + sums[s][1];
		}
	}
}

/*
 * The complex transform of one signal: x holds re, im of n (at least 16, divisible by 4), y is room for as much; returns which of them
 * the result is in. The first pass one number at a time, the others on two neighbours.
 */
static double *single_fft(int n, double *x, double *y, const double *cosine, const double *sine) {
	int quarter = n >> 2;
	for (int p = 0; p < quarter; p++) {
		int t = 2 * p, b = p + quarter, c = b + quarter, d = c + quarter;
		double sumR = x[p] + x[c], sumI = x[n + p] + x[n + c];
		double differenceR = x[p] - x[c], differenceI = x[n + p] - x[n + c];
		double otherR = x[b] + x[d], otherI = x[n + b] + x[n + d];
		double turnedR = x[n + d] - x[n + b], turnedI = x[b] - x[d];
		double *to = y + 4 * p;
		to[0] = sumR + otherR;
		to[n] = sumI + otherI;
		double r = differenceR - turnedR, i = differenceI - turnedI;
		to[1] = cosine[t] * r + sine[t] * i;
		to[n + 1] = cosine[t] * i - sine[t] * r;
		r = sumR - otherR;
		i = sumI - otherI;
		to[2] = cosine[2 * t] * r + sine[2 * t] * i;
		to[n + 2] = cosine[2 * t] * i - sine[2 * t] * r;
		r = differenceR + turnedR;
		i = differenceI + turnedI;
		to[3] = cosine[3 * t] * r + sine[3 * t] * i;
		to[n + 3] = cosine[3 * t] * i - sine[3 * t] * r;
	}
	int length = quarter, stride = 4, turn = 8;
	while (length > 2) {
		int radix = length & 3 ? 3 : 4;
		double *swap = x;
		x = y;
		y = swap;
		(radix == 3 ? radix3 : radix4)((v2 *)x, (v2 *)(x + n), (v2 *)y, (v2 *)(y + n), length, stride / 2, cosine, sine,
		                               turn);
		length /= radix;
		stride *= radix;
		turn *= radix;
	}
	if (length == 2) {
		for (int q = 0; q < stride; q++) {
			x[q] = y[q] + y[q + stride];
			x[q + stride] = y[q] - y[q + stride];
			x[n + q] = y[n + q] + y[n + q + stride];
			x[n + q + stride] = y[n + q] - y[n + q + stride];
		}
		return x;
	}
	return y;
}

/*
 * src/fft.ts, forward and inverse, of one signal of n samples, at least 32. Work holds 2 * n. The signal and its
 * spectrum's n / 2 + 1 real and imaginary parts stand in buffers of their own.
 */
__attribute__((export_name("forward"))) void forward(const double *signal, int n, const double *cosine,
                                                     const double *sine, double *work, double *re, double *im) {
	int half = n >> 1;
	for (int k = 0; k < half; k++) {
		work[k] = signal[2 * k];
		work[half + k] = signal[2 * k + 1];
	}
	const double *zr = single_fft(half, work, work + n, cosine, sine);
	const double *zi = zr + half;
	re[0] = zr[0] + zi[0];
	re[half] = zr[0] - zi[0];
	im[0] = im[half] = 0;
	for (int k = 1; k < half; k++) {
		int j = half - k;
		double evenR = 0.5 * (zr[k] + zr[j]), evenI = 0.5 * (zi[k] - zi[j]);
		double oddR = 0.5 * (zi[k] + zi[j]), oddI = 0.5 * (zr[j] - zr[k]);
		re[k] = evenR + cosine[k] * oddR + sine[k] * oddI;
		im[k] = evenI + cosine[k] * oddI - sine[k] * oddR;
	}
}

__attribute__((export_name("inverse"))) void inverse(const double *re, const double *im, int n, const double *cosine,
                                                     const double *sine, double *work, double *signal) {
	int half = n >> 1;
	for (int k = 0; k < half; k++) {
		int j = half - k;
		double evenR = 0.5 * (re[k] + re[j]), evenI = 0.5 * (im[k] - im[j]);
		double differenceR = 0.5 * (re[k] - re[j]), differenceI = 0.5 * (im[k] + im[j]);
		double oddR = cosine[k] * differenceR - sine[k] * differenceI;
		double oddI = cosine[k] * differenceI + sine[k] * differenceR;
		work[k] = evenR - oddI;
		work[half + k] = -(evenI + oddR);
	}
	const double *zr = single_fft(half, work, work + n, cosine, sine);
	const double *zi = zr + half;
	for (int k = 0; k < half; k++) {
		signal[2 * k] = zr[k] / half;
		signal[2 * k + 1] = -zi[k] / half;
	}
}
