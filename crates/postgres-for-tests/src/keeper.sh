# Keeps one PostgreSQL server. Arguments: folder of the programs, folder of the server.
# Reads orders, one word a line, and answers each with `done` or `failed`. When whoever gives the orders is
# gone, so is the server, and its folder with it.
programs=$1
home=$2
cd "$home" || exit 1
# The server must not end with the group of processes that Ctrl-C or a test runner ends: it ends by the pipe. And
# whoever is killed while an order is carried out reads no answer; the server is to be stopped all the same.
trap '' INT HUP TERM PIPE
# What the one who starts us has open, such as the lock of a build, must not stay open with the server.
exec 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&-

start() {
    "$programs/pg_ctl" -D "$home/data" -l "$home/server.log" -w -t 60 \
        -o "-k '$home' -c listen_addresses='' $(cat "$home/settings")" start
}

stop() {
    "$programs/pg_ctl" -D "$home/data" -m "$1" -w -t 60 stop
}

make() {
    "$programs/initdb" -D "$home/data" -U postgres -A trust -E UTF8 --locale=C --no-sync
}

while read -r order; do
    case $order in
        make) make ;;
        start) start ;;
        stop) stop fast ;;
        crash) stop immediate ;;
        *) false ;;
    esac >>"$home/keeper.log" 2>&1 </dev/null && echo done || echo failed
done

stop immediate >/dev/null 2>&1
cd /
rm -rf "$home"
