import type { Translated } from "../../words/language.ts";

/** What to do about a run that did not come to a good end. Classes of errors that are not named get `other`. */
const en = {
  unpublished: "Nothing was published: readers see the run of before, and its model stays champion.",
  running: "Nothing: the run is at work, and this page renews itself.",
  interrupted:
    "Nobody works on this run any more: its process has ended or lost its lease. Start the pipeline again; the same delivery is taken up where it stopped.",
  superseded: "Nothing: another run took the place of this one before it had ended.",
  rejected:
    "The gate refused the model, and there is no champion to score with. Correct what the cause names and deliver again, or overrule the gate if you know better.",
  overrule: "To overrule the gate, with a reason that is kept:",
  errors: {
    InputError:
      "The delivery is at fault. Correct the file that the cause names and deliver it again: that is another delivery, with a run of its own.",
    ContractError:
      "A step made a table that breaks its contract. Repeating it does not help: report the run's id and the cause to whoever maintains the pipeline.",
    ResourceError:
      "The machine ran out of disk or memory. Free what the cause names, or give the step a larger machine, then run again.",
    CancelledError: "Somebody stopped the run. Start it again when it is wanted.",
    LeaseLost:
      "The run was halted for so long that another one took its place. Look at the newest run; start again only if that one has not been completed.",
    ChampionMoved: "Another model became champion while the run was at work. Run again with the new one.",
    ShardsOverlap:
      "The readings cannot be put together from several machines. Run again so that one machine reads the whole delivery.",
    StepFault:
      "A step's code failed twice. Run again; if it fails in the same way, report the run's id and the cause to whoever maintains the pipeline.",
    StepLost:
      "A step's process ended without a word: it was killed, or memory ran out. Run again; if it happens again, give the step a larger machine.",
    "States.Timeout":
      "A task took longer than its time limit, twice. Its log says what it was doing. Run again; if it happens again, give the step a larger machine.",
    TransferError: "Files could not be brought to the step, or from it, whole. Run again.",
    ObjectChanged:
      "A file of the delivery was replaced while it was read. Run again: then the new one is read.",
    HalfPublished: "A folder of the lake was left half written. Run again: it is written anew.",
    CapacityError:
      "AWS had no machine of the type, and none a while later. Run again later, or choose another type for the step.",
  } as Readonly<Record<string, string>>,
  other:
    "Read the cause and the log of the last task. Run again when the cause is gone; if it fails in the same way, report the run's id to whoever maintains the pipeline.",
  again: "To run again:",
  upload: (place: string) =>
    `Upload the corrected file below ${place}; the run starts by itself. Uploading any of the seven files again starts the delivery again.`,
};

const es: typeof en = {
  unpublished:
    "No se publicó nada: se sigue mostrando la ejecución anterior, y su modelo sigue siendo el campeón.",
  running: "Nada: la ejecución está en curso, y esta página se renueva sola.",
  interrupted:
    "Ya nadie trabaja en esta ejecución: su proceso terminó o perdió su turno. Arranque el proceso de nuevo; la misma entrega se retoma donde se detuvo.",
  superseded: "Nada: otra ejecución ocupó el lugar de esta antes de que terminara.",
  rejected:
    "El control rechazó el modelo, y no hay campeón con el que puntuar. Corrija lo que nombra la causa y entregue de nuevo, o imponga el modelo si sabe algo mejor.",
  overrule: "Para imponer el modelo, con un motivo que queda guardado:",
  errors: {
    InputError:
      "La culpa es de la entrega. Corrija el fichero que nombra la causa y entréguelo de nuevo: es otra entrega, con su propia ejecución.",
    ContractError:
      "Un paso creó una tabla que incumple su contrato. Repetirlo no sirve: comunique el código de la ejecución y la causa a quien mantiene el proceso.",
    ResourceError:
      "La máquina se quedó sin disco o sin memoria. Libere lo que nombra la causa, o dé al paso una máquina mayor, y ejecute de nuevo.",
    CancelledError: "Alguien detuvo la ejecución. Arránquela de nuevo cuando haga falta.",
    LeaseLost:
      "La ejecución estuvo parada tanto tiempo que otra ocupó su lugar. Mire la más reciente; arranque de nuevo solo si aquella no se ha completado.",
    ChampionMoved:
      "Otro modelo pasó a ser el campeón mientras la ejecución estaba en curso. Ejecute de nuevo con él.",
    ShardsOverlap:
      "Las lecturas no se pueden juntar desde varias máquinas. Ejecute de nuevo para que una sola lea toda la entrega.",
    StepFault:
      "El código de un paso falló dos veces. Ejecute de nuevo; si falla igual, comunique el código de la ejecución y la causa a quien mantiene el proceso.",
    StepLost:
      "El proceso de un paso acabó sin decir nada: lo mataron o se agotó la memoria. Ejecute de nuevo; si se repite, dé al paso una máquina mayor.",
    "States.Timeout":
      "Una tarea pasó de su tiempo límite dos veces. Su registro dice qué hacía. Ejecute de nuevo; si se repite, dé al paso una máquina mayor.",
    TransferError: "Los ficheros no llegaron enteros al paso, o de él. Ejecute de nuevo.",
    ObjectChanged:
      "Un fichero de la entrega se reemplazó mientras se leía. Ejecute de nuevo: entonces se lee el nuevo.",
    HalfPublished: "Una carpeta del lago quedó a medio escribir. Ejecute de nuevo: se escribe otra vez.",
    CapacityError:
      "AWS no tenía ninguna máquina del tipo, ni un rato después. Ejecute de nuevo más tarde, o elija otro tipo para el paso.",
  },
  other:
    "Lea la causa y el registro de la última tarea. Ejecute de nuevo cuando la causa haya pasado; si falla igual, comunique el código de la ejecución a quien mantiene el proceso.",
  again: "Para ejecutar de nuevo:",
  upload: (place) =>
    `Suba el fichero corregido bajo ${place}; la ejecución empieza sola. Subir otra vez cualquiera de los siete ficheros vuelve a arrancar la entrega.`,
};

export const adviceWords: Translated<typeof en> = { en, es };
