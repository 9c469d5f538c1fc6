# Español.

## Everywhere
label = Etiquetar
jobs = Trabajos
views = Vistas
settings = Ajustes
sign-out = Cerrar sesión
close = Cerrar
cancel = Cancelar
refresh = Actualizar
loading = Cargando …
try-again = Intentar de nuevo
not-deployed = Trigpoint aún no está desplegado. Recargue esta página en un momento.
seconds =
    { $count ->
        [one] { $count } segundo
       *[other] { $count } segundos
    }
minutes =
    { $count ->
        [one] { $count } minuto
       *[other] { $count } minutos
    }
hours =
    { $count ->
        [one] { $count } hora
       *[other] { $count } horas
    }
short-seconds = { $seconds } s
percent = { $share } %

## Signing in
sign-in = Iniciar sesión
sign-in-title = Inicie sesión para etiquetar
sign-in-lead = Con la dirección de correo que invitó su operador.
choose-password = Elija su contraseña
choose-password-lead = Ha entrado con una primera contraseña. Elija la suya antes de continuar.
e-mail = Correo electrónico
password = Contraseña
show-password = Mostrar la contraseña
new-password = Contraseña nueva
same-again = La misma otra vez
still-needed = Aún falta: { $what }.
strong-enough = Suficientemente segura.
one-moment = Un momento …
save-and-go-on = Guardar y continuar
password-lacking = A la contraseña nueva le falta: { $what }.
password-differs = Las dos contraseñas no coinciden.
password-length = 12 caracteres
password-lower = una minúscula
password-upper = una mayúscula
password-digit = una cifra
password-symbol = un símbolo
password-weak = Esa contraseña es demasiado débil.
sign-in-wrong = La dirección de correo o la contraseña no es correcta.
sign-in-reset = Hay que restablecer su contraseña. Pida una nueva al operador.
sign-in-unconfirmed = Esta cuenta aún no está confirmada. Pregunte al operador.
sign-in-too-often = Demasiados intentos. Espere un minuto.
sign-in-again = Inicie sesión de nuevo.
sign-in-unknown-way = Esta cuenta necesita una forma de iniciar sesión que no tenemos.
sign-in-down = No se puede iniciar sesión ahora. Inténtelo de nuevo.
sign-in-refused = Se ha rechazado el inicio de sesión.
session-ended = Su sesión ha terminado. Inicie sesión de nuevo.

## Jobs
open-jobs = Trabajos abiertos
nothing-to-label = Ahora no hay nada que etiquetar
jobs-appear = Los trabajos de su equipo aparecen aquí por sí solos.
up-to = Hasta { $time } por tarea
pays = { $pay } por tarea
my-answers-count =
    { $count ->
        [0] Mis respuestas
        [one] { $count } respuesta mía
       *[other] { $count } respuestas mías
    }
my-answers-of = { $answers } en { $job }
objects-done =
    { $done ->
        [one] { $done } objeto
       *[other] { $done } objetos
    } de { $total } hechos
progress-of = Progreso de { $job }
start-labeling = Empezar a etiquetar
start-labeling-of = Empezar a etiquetar { $job }
type-image-multi-class = Clasificación de imágenes
type-image-multi-class-multi-label = Clasificación de imágenes, varias etiquetas
type-text-multi-class = Clasificación de textos
type-text-multi-class-multi-label = Clasificación de textos, varias etiquetas
type-bounding-box = Cajas delimitadoras
type-semantic-segmentation = Segmentación semántica
type-instance-segmentation = Segmentación de instancias
type-named-entity-recognition = Marcar textos
type-verification-bounding-box = Comprobar cajas
type-verification-semantic-segmentation = Comprobar áreas
type-adjustment-bounding-box = Corregir cajas
type-adjustment-semantic-segmentation = Corregir áreas
type-video-multi-class = Clasificación de vídeos
type-polygon = Polígonos
type-keypoint = Puntos clave
type-custom = Tarea a medida

## My answers
my-last-answers = Mis últimas respuestas
none-yet = Aún ninguna.
nothing-marked = nada marcado
none-of-these = ninguna de estas
undo-left = Deshacer ({ $seconds } s)
back-to-jobs = Volver a los trabajos

## The seat
task = Tarea
task-flooded = Esta página envía más de lo que puede una tarea. Ya no se la atiende: rechaza la tarea.
task-of = Tarea { $object } de { $job }
leave = Salir
leave-job = Salir de este trabajo
key-undo = Deshacer
key-skip = Saltar
key-decline = Rechazar
key-answers = Respuestas
take-back = Retirar: { $answer }
answers-by-you =
    { $count ->
        [one] { $count } respuesta suya
       *[other] { $count } respuestas suyas
    }
saving = · guardando …
draft-unsaved = borrador aún sin guardar
draft-saved = borrador guardado
draft-device = borrador guardado solo en este dispositivo
time-left = restante
time-left-label = Tiempo restante para esta tarea
time-warning =
    { $seconds ->
        [one] Queda { $seconds } segundo
       *[other] Quedan { $seconds } segundos
    } para esta tarea. Su tiempo no se puede ampliar: envíe lo que tenga.
getting-next = Buscando su próxima tarea …
time-ran-out = Se ha agotado el tiempo de esta tarea
time-ran-out-lead = Ha vuelto a los demás. No se ha perdido nada de lo anterior.
next-task = Próxima tarea
all-done = Todo hecho por ahora
looks-for-tasks = Esta página busca tareas nuevas cada pocos segundos.
does-not-work = Esto no funciona ahora
no-connection = Sin conexión
answers-wait =
    { $count ->
        [one] { $count } respuesta espera en este dispositivo. Se envía por sí sola en cuanto responda el servidor.
       *[other] { $count } respuestas esperan en este dispositivo. Se envían por sí solas en cuanto responda el servidor.
    }
trying-again = El servidor no responde. Intentando de nuevo …
answer-too-late = Su respuesta para el objeto { $object } no se guardó: el tiempo de su tarea se había agotado antes de que llegara.
answer-refused = No se aceptó la respuesta: { $why }
error-Network = El servidor no responde. Inténtelo de nuevo.
error-Conflict = Mucha gente trabaja a la vez. Inténtelo de nuevo en un momento.
error-NotAllowed = No puede hacer esto. Pregunte al operador.
error-NotFound = Ya no está.
error-LeaseExpired = Es demasiado tarde: el tiempo se ha agotado.
error-JobClosed = Este trabajo no acepta más respuestas.
error-AlreadyAnswered = Ya ha respondido a esta tarea.
error-Refused = Tiene dos tareas abiertas. Termine o salte una primero.

## Declining
decline-title = ¿Por qué rechaza esta tarea?
decline-lead = No volverá a verla. El operador recibe su motivo.
reason = Motivo
decline-not-loading = No se carga o no se puede leer
decline-no-category = Ninguna categoría encaja
decline-unsure = No puedo decidir
decline-unclear = Las instrucciones no están claras
decline-offensive = Es ofensiva o privada
decline-other = Otra cosa
note-optional = Nota (opcional)
decline-task = Rechazar la tarea

## Settings
language = Idioma
theme = Colores
theme-system = Como el sistema
theme-light = Claro
theme-dark = Oscuro
keys = Teclas
keys-lead = Elija un campo y pulse una tecla. Las mayúsculas son con Mayús. Las cifras también funcionan siempre.
reset-keys = Restablecer teclas
choice-number = Opción { $number }
key-taken = { $key } está ocupada: { $what }.
key-not-free = { $key } no se puede usar aquí.

## Operators
no-job-yet = Aún no hay trabajos. Empiece uno con
all-jobs = Todos los trabajos
job = Trabajo
status = Estado
progress = Progreso
failed = Fallidos
created = Creado
actions = Acciones
status-Initializing = Iniciando
status-InProgress = En curso
status-Stopping = Deteniéndose
status-Stopped = Detenido
status-Completed = Terminado
status-Failed = Fallido
labelled-of =
    { $total ->
        [one] { $done } de { $total } objeto
       *[other] { $done } de { $total } objetos
    }
may-load-from = Sus páginas pueden cargar de { $hosts }
labelled-in = Etiquetado en { $job }
failed-of = objetos fallidos de { $job }
stop = Detener
stop-of = Detener { $job }
stop-title = ¿Detener { $job }?
stop-lead = Las etiquetas hechas se conservan, se exportan y se facturan. El resto de los objetos queda sin etiquetar.
stop-job = Detener el trabajo
report = Informe
report-of = Etiquetado automático de { $job }
