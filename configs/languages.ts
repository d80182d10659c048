/** Languages that every text for people is written in. */
export const languages = ["en", "es"] as const;
export type Language = (typeof languages)[number];

/** The same texts in every language: a table that lacks one does not compile. */
export type Translated<Texts> = Readonly<Record<Language, Texts>>;
