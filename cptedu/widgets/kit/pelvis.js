// @ts-check
// The pelvis seen from behind, its right half in millimetres: x from the middle line, y from the top of the iliac crest or of the
// sacrum. As far as they go these are our own reading of general anatomy, like the measures of the vertebrae.

import { plot } from "./curves.js";

/** How far the sacrum's top lies below the top of the iliac crest. */
export const CREST_ABOVE_SACRUM = 41;

/** The hip bone: over the crest, down the front edge, round the socket's rim, tuberosity, notches, and up over the posterior spines. */
export const HIP = plot(`
  57,38 63,25 71,13 83,4 97,0 111,0 124,5 133,13 136.5,24 134,37 131,48 130,56 124,62 119,72 117,84 116,96 112,103
  105,106 99,112 94,121 92,131 92.5,141 96,150 101,155 99,163 96,173 94,185 89,198 79,207 67,207 58,200 56,188 59,174 62,163
  59,155 52,150 45,148 46,143 56,138 64,128 68,116 64,105 54,100 47,98 43,92 41,84 39.5,75 41,67 46,59 52,48
`);

/** Where hip bone and sacrum meet: the line of the sacroiliac joint, as far as it shows beside the posterior spines. */
export const SACROILIAC = plot(`58,34 52,48 46,59 41,67 39.5,75 41,84 43,92 47,98`);

/** The posterior superior iliac spine: a knob beside the joint, its side towards the joint left open. */
export const POSTERIOR_SPINE = plot(`46,61 52,58.5 58,63 60,71 57,80 50,86 42.5,86`);

/** Lines on the hip bone: lip of the crest, gluteal lines, the rim of the socket, the tuberosity's upper end. */
export const HIP_LINES = [
  plot(`60,38 67,25 75,15 87,9 100,6.5 113,7 124,13`), plot(`64,74 74,56 79,36 80,17`), plot(`74,106 88,86 103,60 116,32 122,14`),
  plot(`104,111 94,116 87.5,126 87,138 90,149 96,156`), plot(`60,177 72,171 84,172 94,180`), plot(`66,205 70,192 78,182`),
];

/** The pubic bone and its branches, which are in front and show through below the tailbone. */
export const PUBIS = plot(`
  94,112 74,127 52,141 29,152 9,159 2.5,166 2.5,189 8,198 22,202 42,207 62,208 66,198 49,193 37,185 33,175 39,166
  57,159 82,148 98,140
`);

/** The upper end of the thigh bone: neck and both trochanters, cut off below; and its head, in the socket. */
export const THIGH = {
  outer: plot(`100,122 108,117 115,120 122,124.5 127,118 134,116 142,121 147,131 148,146 146,164 142,184 139,206 137,226`),
  inner: plot(`113,226 112,206 109,198 103,193 103,186 107,180 108,171 104,162 98,155`),
};
export const THIGH_HEAD = plot(`92,106 101,108 109,115 113,124 113,136 109,146 101,153 90,156 78,152 70,142 68,131 71,118 80,109`);

/** The crest between the trochanters, and the fold behind the head. */
export const THIGH_LINES = [plot(`137,124 135,144 124,166 110,186`), plot(`111,118 115,130 112,146`)];

/** The sacrum, its notch at the end being the hiatus between two horns. */
export const SACRUM_OUTLINE = plot(`
  0,4 8,3 14,-1 17,-9 24,-11 28,-3 36,3 47,3 56,9 58,22 54,38 49,52 43,63 34,73 29,81 25,89 16,94 11,98 7,97 5,90 0,83
`);

/** Posterior openings of the sacrum: where, and how wide. @type {[number, number, number][]} */
export const OPENINGS = [[22, 18, 4.6], [20, 36, 4.2], [18, 53, 3.8], [15.5, 68, 3.3]];

/** Rows of low knobs on the sacrum: the middle crest, one knob a segment, and the line beside the openings. */
export const SACRAL_CREST = [[5, 21, 5.4], [23, 38, 5], [40, 54, 4.4], [56, 69, 3.6]];
export const SIDE_CREST = plot(`36,12 31,27 30,37 26.5,48 26,56 22,66 23,74 21,84`);

/** The coccyx: where a segment begins and ends, and its half width. */
export const COCCYX_SEGMENTS = [[0, 11, 12], [10.5, 20, 8], [19.5, 28, 6], [27.5, 35, 4.2]];
