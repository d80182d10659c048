import type { Translated } from "../../words/language.ts";

const en = {
  title: "Customer Lookup",
  field: "Enter Customer ID",
  find: "Find",
  hint: "A whole id such as C00001 leads to the customer; a part of it lists those that hold it. Case does not matter.",
  nothing: (q: string) => `No customer of this run has an id that holds "${q}".`,
  found: (count: string) => `Found: ${count}.`,
  more: (count: string) => `The first ${count} are listed; type more of the id to find fewer.`,
  list: "Customers found",
};

const es: typeof en = {
  title: "Ficha de cliente",
  field: "Código de cliente",
  find: "Buscar",
  hint: "Un código entero como C00001 lleva al cliente; una parte de él lista los que la contienen. Da igual mayúsculas o minúsculas.",
  nothing: (q) => `Ningún cliente de esta ejecución tiene un código que contenga «${q}».`,
  found: (count) => `Encontrados: ${count}.`,
  more: (count) => `Se muestran los primeros ${count}; escriba más del código para acotar.`,
  list: "Clientes encontrados",
};

export const lookupWords: Translated<typeof en> = { en, es };
