# 日本語

## Everywhere
label = ラベル付け
jobs = ジョブ
views = 画面
settings = 設定
sign-out = サインアウト
close = 閉じる
cancel = キャンセル
refresh = 更新
loading = 読み込み中…
try-again = もう一度試す
not-deployed = Trigpoint はまだ準備ができていません。しばらくしてから再読み込みしてください。
seconds = { $count } 秒
minutes = { $count } 分
hours = { $count } 時間
short-seconds = { $seconds } 秒
percent = { $share } %

## Signing in
sign-in = サインイン
sign-in-title = サインインしてラベル付け
sign-in-lead = 管理者から招待されたメールアドレスを使ってください。
choose-password = パスワードを決めてください
choose-password-lead = 初回のパスワードでサインインしました。続ける前に自分のパスワードを決めてください。
e-mail = メールアドレス
password = パスワード
show-password = パスワードを表示
new-password = 新しいパスワード
same-again = もう一度入力
still-needed = まだ必要: { $what }
strong-enough = 十分な強さです。
one-moment = お待ちください…
save-and-go-on = 保存して続ける
password-lacking = 新しいパスワードにまだ必要: { $what }
password-differs = 二つのパスワードが一致しません。
password-length = 12 文字
password-lower = 小文字
password-upper = 大文字
password-digit = 数字
password-symbol = 記号
password-weak = そのパスワードは弱すぎます。
sign-in-wrong = メールアドレスまたはパスワードが違います。
sign-in-reset = パスワードの再設定が必要です。管理者に依頼してください。
sign-in-unconfirmed = このアカウントはまだ確認されていません。管理者に問い合わせてください。
sign-in-too-often = 試行回数が多すぎます。1 分待ってください。
sign-in-again = もう一度サインインしてください。
sign-in-unknown-way = このアカウントには、ここで使えないサインイン方法が必要です。
sign-in-down = 現在サインインできません。もう一度試してください。
sign-in-refused = サインインが拒否されました。
session-ended = セッションが終了しました。もう一度サインインしてください。

## Jobs
open-jobs = 受付中のジョブ
nothing-to-label = 今はラベル付けするものがありません
jobs-appear = チームのジョブは自動的にここに表示されます。
up-to = 1 タスク最大 { $time }
pays = 1 タスク { $pay }
my-answers-count =
    { $count ->
        [0] 自分の回答
       *[other] 自分の回答 { $count } 件
    }
my-answers-of = { $job }: { $answers }
objects-done = { $total } 件中 { $done } 件完了
progress-of = { $job } の進捗
start-labeling = ラベル付けを始める
start-labeling-of = { $job } のラベル付けを始める
type-image-multi-class = 画像分類
type-image-multi-class-multi-label = 画像分類（複数ラベル）
type-text-multi-class = テキスト分類
type-text-multi-class-multi-label = テキスト分類（複数ラベル）
type-bounding-box = バウンディングボックス
type-semantic-segmentation = セマンティックセグメンテーション
type-instance-segmentation = インスタンスセグメンテーション
type-named-entity-recognition = 固有表現のマーク
type-verification-bounding-box = ボックスの確認
type-verification-semantic-segmentation = 領域の確認
type-adjustment-bounding-box = ボックスの修正
type-adjustment-semantic-segmentation = 領域の修正
type-video-multi-class = 動画分類
type-polygon = ポリゴン
type-keypoint = キーポイント
type-custom = カスタムタスク

## My answers
my-last-answers = 自分の最近の回答
none-yet = まだありません。
nothing-marked = マークなし
none-of-these = どれでもない
undo-left = 取り消す（{ $seconds } 秒）
back-to-jobs = ジョブ一覧に戻る

## The seat
task = タスク
task-flooded = このページは許可された量を超えて送信しているため、受信を停止しました。このタスクを辞退してください。
task-of = { $job } のタスク { $object }
leave = 退出
leave-job = このジョブから退出
key-undo = 取り消す
key-skip = スキップ
key-decline = 辞退
key-answers = 回答
take-back = 取り消す: { $answer }
answers-by-you = 自分の回答 { $count } 件
saving = · 保存中…
draft-unsaved = 下書きは未保存
draft-saved = 下書きを保存済み
draft-device = 下書きはこの端末のみに保存
time-left = 残り
time-left-label = このタスクの残り時間
time-warning = このタスクの残りは { $seconds } 秒です。時間は延長できません。できたところまで送信してください。
getting-next = 次のタスクを取得中…
time-ran-out = このタスクの時間が切れました
time-ran-out-lead = タスクは他の人に戻りました。それ以前の回答は失われていません。
next-task = 次のタスク
all-done = 今のところすべて完了です
looks-for-tasks = このページは数秒ごとに新しいタスクを探します。
does-not-work = 現在利用できません
no-connection = 接続がありません
answers-wait = { $count } 件の回答がこの端末で待機しています。サーバーが応答すると自動的に送信されます。
trying-again = サーバーが応答しません。再試行しています…
answer-too-late = オブジェクト { $object } の回答は保存されませんでした。届く前にタスクの時間が切れていました。
answer-refused = 回答は受け付けられませんでした: { $why }
error-Network = サーバーが応答しません。もう一度試してください。
error-Conflict = 同時に多くの人が作業しています。少し待ってからもう一度試してください。
error-NotAllowed = この操作は許可されていません。管理者に問い合わせてください。
error-NotFound = もう存在しません。
error-LeaseExpired = 遅すぎました。時間が切れています。
error-JobClosed = このジョブはもう回答を受け付けていません。
error-AlreadyAnswered = このタスクにはすでに回答しています。
error-Refused = 二つのタスクが開いています。先に一つを終えるかスキップしてください。

## Declining
decline-title = このタスクを辞退する理由は？
decline-lead = このタスクは二度と表示されません。理由は管理者に伝えられます。
reason = 理由
decline-not-loading = 読み込めない、または読めない
decline-no-category = 合うカテゴリがない
decline-unsure = 判断できない
decline-unclear = 説明がわかりにくい
decline-offensive = 不快、または私的な内容
decline-other = その他
note-optional = メモ（任意）
decline-task = タスクを辞退

## Settings
language = 言語
theme = 配色
theme-system = システムに合わせる
theme-light = ライト
theme-dark = ダーク
keys = キー
keys-lead = 欄を選んでキーを押してください。大文字は Shift と一緒に押します。数字キーはいつでも使えます。
reset-keys = キーを元に戻す
choice-number = 選択肢 { $number }
key-taken = { $key } は使用中です: { $what }
key-not-free = { $key } はここでは使えません。

## Operators
no-job-yet = まだジョブがありません。次のコマンドで始めます:
all-jobs = すべてのジョブ
job = ジョブ
status = 状態
progress = 進捗
failed = 失敗
created = 作成
actions = 操作
status-Initializing = 開始中
status-InProgress = 進行中
status-Stopping = 停止中
status-Stopped = 停止済み
status-Completed = 完了
status-Failed = 失敗
labelled-of = { $total } 件中 { $done } 件
may-load-from = ページの読み込み先: { $hosts }
labelled-in = { $job } のラベル済み
failed-of = { $job } の失敗したオブジェクト
stop = 停止
stop-of = { $job } を停止
stop-title = { $job } を停止しますか？
stop-lead = これまでのラベルは保存、出力、請求されます。残りのオブジェクトにはラベルが付きません。
stop-job = ジョブを停止
report = レポート
report-of = { $job } の自動ラベル付け
