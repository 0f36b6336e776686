import type { AnswerView } from '../../store/selectors/answer.js';
import type { Canvas, Painter } from '../canvas.js';
import { severitySpan, severityStyle } from '../state-words.js';
import { span } from '../text/line.js';
import { wrapWords } from '../text/wrap.js';
import { innerSize, paintFrame } from '../widgets/frame.js';

/** Most lines that a sentence gets. */
const longest = 4;

/** The rows that the banner of an answer takes at a width, border included. */
export function bannerHeight(answer: AnswerView, width: number): number {
  return wrapWords(answer.sentence, width - 6, longest, '').length + 2;
}

/** The answer in one plain sentence, in front of everything until it is closed. */
export const paintBanner: Painter<AnswerView> = (answer, canvas: Canvas) => {
  const { width, height } = innerSize(canvas);
  const lines = wrapWords(answer.sentence, width - 2, Math.min(longest, height), canvas.glyphs.ellipsis);
  return paintFrame(
    {
      title: answer.title,
      note: [span('enter closes', 'muted')],
      style: severityStyle[answer.severity],
    },
    lines.map((text, index) => [
      index === 0 ? severitySpan(answer.severity, canvas.glyphs) : span(' '),
      span(' '),
      span(text, 'strong'),
    ]),
    canvas,
  );
};
