/** For classes in patterns: the characters without width that web pages and chats put into a text. */
export const ZERO_WIDTH = String.raw`\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff`;
