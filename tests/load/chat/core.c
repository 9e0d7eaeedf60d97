/* Hot loop of the load generator: one thread, epoll, no JSON.
 *
 * tests/load/chat connects and handshakes every socket, then hands the file
 * descriptors to cl_run().  Each chat message carries an ASCII marker
 *     xqL<sender:5><id:9><t_ns:19>Z            (37 bytes, [A-Za-z0-9] only)
 * which survives JSON/HTML escaping, so a delivery is recognised with one
 * memmem() on the raw frame payload.  Several markers in one frame (a server
 * that coalesces) count as several deliveries.
 *
 * Compiled on first use:  cc -O2 -shared -fPIC core.c -o ...
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

#define MARK "xqL"
#define MARK_LEN 37
#define MOST 999999999 /* messages: an id has nine digits */
#define RBUF (1 << 20)
#define CHUNK 4096 /* message rows per allocation */
#define MAXCHUNKS 16384
/* log-linear histogram: 32 sub-buckets per power of two, microsecond input in ns */
#define HSUB 32
#define HBUCKETS (64 * HSUB)

typedef struct {
    /* in */
    int32_t nclients;
    int32_t nsenders; /* clients 0..nsenders-1 in sender_idx send */
    const int32_t *fds;
    const int32_t *sender_idx;
    const char **left;       /* bytes already read from each socket during the handshake ... */
    const int32_t *left_len; /* ... and how many */
    const int32_t *ack_ms; /* how long after its first unacknowledged event each client acknowledges; 0 = not by this */
    double rate;         /* messages/s over all senders; 0 = closed loop */
    int32_t window;      /* closed loop: messages in flight per sender */
    int32_t ack_all;     /* closed loop: 1 = a slot frees when every client has it, 0 = own echo */
    int64_t warmup_ns, measure_ns, drain_ns, lost_after_ns;
    const char *head; int32_t head_len; /* message up to the marker */
    const char *tail; int32_t tail_len; /* message after the marker */
    const char *seq_key; int32_t seq_key_len; /* e.g. "seq": with quotes and colon, or 0 */
    const char *auto_in; int32_t auto_in_len; /* e.g. engine.io "2" ... */
    const char *auto_out; int32_t auto_out_len; /* ... answered by "3" */
    const char *event_key; int32_t event_key_len; /* e.g. "evs" with quotes: frames without it carry no events; or 0 */
    const char *ack; int32_t ack_len;           /* acknowledgement with %SEQ%, or 0 */
    int32_t ack_events; /* acknowledged after so many events; 0 = not by this */
    int32_t poll_us;     /* -1: sleep in epoll until something comes; 0: spin; n: look every n us */
    int32_t slow_every; /* every n-th client never reads (slow client test), 0 = none */
    int32_t probe_cap;
    int32_t cid_rand;    /* for %CID%: 26 random bits of this run ... */
    int64_t cid_ms;      /* ... and its Unix time in ms; 0 = no %CID% in head and tail */
    char *probe_buf;    /* raw payloads of client 0, newline separated, for offline JSON checks */
    /* out */
    int64_t t_begin, t_measure, t_end, t_stop;
    int64_t sent_total, sent_measured, sent_bytes;
    int64_t deliveries_total, deliveries_window, frames_window, bytes_window;
    int64_t duplicates, out_of_order, seq_backwards, seq_seen, unknown_marks, deliveries_of_measured;
    int64_t closed, rsv_frames, pings, timeouts, complete;
    int64_t recv_calls, epoll_calls, send_blocked;
    int64_t cpu_ns_window, probe_len;
    int64_t lat[HBUCKETS], fan[HBUCKETS], own[HBUCKETS], lag[HBUCKETS];
    int64_t lat_sum, lat_max, fan_max, lag_max;
    int64_t per_sec[600];
    int64_t lost, expected, readers, seq_gaps, acks, slow_closed;
} cl_t;

typedef struct { int64_t t; int32_t sender, count; uint8_t measured, freed; } msg_t;
typedef struct {
    int fd; uint8_t open, slow; int16_t sender; /* -1 or sender number */
    int64_t last_seq, prev_seq; /* the highest number and the one read last, -1 = none */
    int64_t unacked_at; int32_t unacked; /* events since the last acknowledgement, and when the first of them came */
    char *left; int32_t left_len, left_cap;
    char *out; int32_t out_len, out_cap;
} cli_t;

static int64_t now_ns(void) { struct timespec t; clock_gettime(CLOCK_MONOTONIC, &t); return t.tv_sec * 1000000000LL + t.tv_nsec; }
static int64_t cpu_ns(void) { struct timespec t; clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t); return t.tv_sec * 1000000000LL + t.tv_nsec; }

static int bucket(int64_t v) {
    if (v < HSUB) return v < 0 ? 0 : (int)v;
    int e = 63 - __builtin_clzll((uint64_t)v);          /* v in [2^e, 2^(e+1)) */
    int idx = (e - 4) * HSUB + (int)((v >> (e - 5)) & (HSUB - 1));
    return idx < HBUCKETS ? idx : HBUCKETS - 1;
}
/* upper edge of a bucket, for results.py */
int64_t cl_edge(int i) {
    if (i < HSUB) return i;
    int e = i / HSUB + 4; int64_t s = i % HSUB;
    return ((HSUB + s + 1) << (e - 5)) - 1;
}
int cl_sizeof(void) { return (int)sizeof(cl_t); }
int cl_buckets(void) { return HBUCKETS; }

static cl_t *C;
static cli_t *cl;
static msg_t *msgs[MAXCHUNKS];
static uint8_t *rows[MAXCHUNKS];
static int32_t rowbytes;
static int64_t nmsgs, first_open; /* first_open: oldest id that may still be in flight */
static int32_t *inflight;         /* closed loop */
static int32_t *last_id;          /* [client*nsenders+sender] */
static int64_t incomplete;

static msg_t *msg(int64_t id) { return &msgs[id / CHUNK][id % CHUNK]; }

static void flush_out(cli_t *c) {
    while (c->out_len) {
        ssize_t n = send(c->fd, c->out, c->out_len, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (n <= 0) return;
        memmove(c->out, c->out + n, c->out_len - n);
        c->out_len -= n;
    }
}
static void send_frame(cli_t *c, int op, const char *a, int al, const char *m, int ml, const char *b, int bl) {
    char f[16384]; int n = al + ml + bl, h = 2;
    if (n > (int)sizeof f - 16) return;
    f[0] = (char)(0x80 | op);
    if (n < 126) f[1] = (char)(0x80 | n);
    else { f[1] = (char)(0x80 | 126); f[2] = (char)(n >> 8); f[3] = (char)n; h = 4; }
    static const unsigned char key[4] = {0x37, 0xfa, 0x21, 0x3d};
    memcpy(f + h, key, 4); h += 4;
    char *p = f + h;
    memcpy(p, a, al); memcpy(p + al, m, ml); memcpy(p + al + ml, b, bl);
    for (int i = 0; i < n; i++) p[i] ^= key[i & 3];
    n += h;
    int done = 0;
    if (!c->out_len) {
        ssize_t w = send(c->fd, f, n, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (w == n) return;
        if (w > 0) done = (int)w;
    }
    C->send_blocked++;
    if (c->out_len + n - done > c->out_cap) { c->out_cap = (c->out_len + n) * 2; c->out = realloc(c->out, c->out_cap); }
    memcpy(c->out + c->out_len, f + done, n - done);
    c->out_len += n - done;
}

/* s with every 5-byte key replaced by val; run.py has checked that the result fits */
static int fill(char *to, const char *s, int n, const char *key, const char *val) {
    char *o = to; const char *end = s + n, *q; int vl = (int)strlen(val);
    while ((q = memmem(s, end - s, key, 5))) { memcpy(o, s, q - s); o += q - s; memcpy(o, val, vl); o += vl; s = q + 5; }
    memcpy(o, s, end - s);
    return (int)(o - to + (end - s));
}
static void acknowledge(cli_t *c) {
    char f[16384], seq[24]; snprintf(seq, sizeof seq, "%lld", (long long)c->last_seq);
    send_frame(c, 1, f, fill(f, C->ack, C->ack_len, "%SEQ%", seq), "", 0, "", 0);
    c->unacked = 0; C->acks++;
}

static void send_msg(int s, int64_t t_sched, int64_t t_now) {
    cli_t *c = &cl[C->sender_idx[s]];
    if (!c->open || nmsgs >= MOST) return;
    int64_t id = nmsgs++;
    if (!msgs[id / CHUNK]) { msgs[id / CHUNK] = calloc(CHUNK, sizeof(msg_t)); rows[id / CHUNK] = calloc(CHUNK, rowbytes); }
    msg_t *m = msg(id);
    m->t = t_sched; m->sender = s;
    m->measured = t_sched >= C->t_measure && t_sched < C->t_end;
    char mk[64];
    snprintf(mk, sizeof mk, MARK "%05d%09lld%019lldZ", s, (long long)id, (long long)t_sched);
    const char *a = C->head, *b = C->tail; int al = C->head_len, bl = C->tail_len;
    char cid[64], fa[16384], fb[16384];
    if (C->cid_ms) { /* UUIDv7: the run's time, 26 bits that differ per client, the message id as its last 12 digits */
        unsigned r = (unsigned)(C->cid_rand + C->sender_idx[s]) & 0x3ffffff;
        snprintf(cid, sizeof cid, "%08llx-%04x-7%03x-%04x-%012lld", (long long)C->cid_ms >> 16, (int)(C->cid_ms & 0xffff), r >> 14,
                 0x8000 | (r & 0x3fff), (long long)id);
        al = fill(fa, a, al, "%CID%", cid); a = fa; bl = fill(fb, b, bl, "%CID%", cid); b = fb;
    }
    send_frame(c, 1, a, al, mk, MARK_LEN, b, bl);
    C->sent_total++; C->sent_measured += m->measured; C->sent_bytes += al + bl + MARK_LEN;
    int64_t lag = t_now - t_sched;
    if (m->measured) { C->lag[bucket(lag)]++; if (lag > C->lag_max) C->lag_max = lag; }
    inflight[s]++; incomplete++;
}

static int64_t num(const char *p, int n) { int64_t v = 0; while (n--) { if (*p < '0' || *p > '9') return -1; v = v * 10 + *p++ - '0'; } return v; }

static void on_payload(int ci, const char *p, int64_t n, int64_t t) {
    cli_t *c = &cl[ci];
    int win = t >= C->t_measure && t < C->t_end;
    if (win) { C->frames_window++; C->bytes_window += n; }
    if (ci == 0 && C->probe_len + n + 1 <= C->probe_cap) {
        memcpy(C->probe_buf + C->probe_len, p, n); C->probe_len += n; C->probe_buf[C->probe_len++] = '\n';
    }
    if (C->auto_in_len && n == C->auto_in_len && !memcmp(p, C->auto_in, n)) {
        send_frame(c, 1, C->auto_out, C->auto_out_len, "", 0, "", 0); return;
    }
    if (C->event_key_len && !memmem(p, n, C->event_key, C->event_key_len)) return;
    const char *q = p, *end = p + n, *s = p;
    while (end - q >= MARK_LEN && (q = memmem(q, end - q, MARK, 3))) {
        if (end - q < MARK_LEN) break;
        int64_t sn = num(q + 3, 5), id = num(q + 8, 9), t0 = num(q + 17, 19);
        if (q[36] != 'Z' || sn < 0 || sn >= C->nsenders || id < 0 || id >= nmsgs || t0 < 0) { C->unknown_marks++; q += 3; continue; }
        q += MARK_LEN;
        C->deliveries_total++;
        if (win) { C->deliveries_window++; int64_t k = (t - C->t_measure) / 1000000000LL; if (k < 600) C->per_sec[k]++; }
        msg_t *m = msg(id);
        uint8_t *row = rows[id / CHUNK] + (id % CHUNK) * rowbytes, bit = 1 << (ci & 7);
        if (row[ci >> 3] & bit) { C->duplicates++; continue; }
        row[ci >> 3] |= bit;
        int32_t *last = &last_id[(int64_t)ci * C->nsenders + sn];
        if ((int32_t)id < *last) C->out_of_order++; else *last = (int32_t)id;
        int64_t lat = t - t0;
        if (m->measured) {
            C->deliveries_of_measured++; C->lat[bucket(lat)]++; C->lat_sum += lat; if (lat > C->lat_max) C->lat_max = lat;
            if (c->sender == sn) C->own[bucket(lat)]++;
        }
        int full = ++m->count >= C->readers;
        if (full) {
            incomplete--; C->complete++;
            if (m->measured) { C->fan[bucket(lat)]++; if (lat > C->fan_max) C->fan_max = lat; }
        }
        if ((C->ack_all ? full : c->sender == sn) && !m->freed) { m->freed = 1; inflight[sn]--; }
    }
    if (C->seq_key_len) {
        while ((s = memmem(s, end - s, C->seq_key, C->seq_key_len))) {
            s += C->seq_key_len; while (s < end && *s == ' ') s++;
            int64_t v = 0; int d = 0; while (s < end && *s >= '0' && *s <= '9') { v = v * 10 + *s++ - '0'; d++; }
            if (!d) continue;
            C->seq_seen++; C->seq_gaps += c->prev_seq >= 0 && v != c->prev_seq + 1; c->prev_seq = v;
            if (v <= c->last_seq) C->seq_backwards++; else { c->last_seq = v; if (!c->unacked++) c->unacked_at = t; }
        }
        if (C->ack_len && C->ack_events && c->unacked >= C->ack_events) acknowledge(c);
    }
}

/* returns bytes consumed, or -1 on close */
static int64_t parse(int ci, const char *b, int64_t n, int64_t t) {
    int64_t off = 0;
    while (n - off >= 2) {
        const unsigned char *p = (const unsigned char *)b + off; int op = p[0] & 15; int64_t len = p[1] & 127, h = 2;
        if (len == 126) { if (n - off < 4) break; len = p[2] << 8 | p[3]; h = 4; }
        else if (len == 127) { if (n - off < 10) break; len = 0; for (int i = 2; i < 10; i++) len = len << 8 | p[i]; h = 10; }
        if (n - off < h + len) break;
        if (p[0] & 0x40) C->rsv_frames++;
        const char *d = (const char *)p + h;
        if (op <= 2) on_payload(ci, d, len, t);
        else if (op == 9) { C->pings++; send_frame(&cl[ci], 10, d, (int)len, "", 0, "", 0); }
        else if (op == 8) return -1;
        off += h + len;
    }
    return off;
}

/* parses buf[0..total), keeps an unfinished frame for the next read; what the handshake read too much comes here first */
static void take(int ep, int ci, const char *buf, int64_t total, int64_t t) {
    cli_t *c = &cl[ci];
    int64_t used = total < 0 ? -1 : parse(ci, buf, total, t);
    if (used < 0) { c->open = 0; C->closed++; epoll_ctl(ep, EPOLL_CTL_DEL, c->fd, NULL); return; }
    c->left_len = (int32_t)(total - used);
    if (c->left_len) {
        if (c->left_len > c->left_cap) { c->left_cap = c->left_len * 2; c->left = realloc(c->left, c->left_cap); }
        memcpy(c->left, buf + used, c->left_len);
    }
}

int cl_run(cl_t *cfg) {
    C = cfg;
    int n = C->nclients;
    prctl(PR_SET_TIMERSLACK, 1000);
    memset(msgs, 0, sizeof msgs); memset(rows, 0, sizeof rows);
    nmsgs = 0; incomplete = 0; first_open = 0;
    rowbytes = (n + 7) / 8;
    cl = calloc(n, sizeof *cl); inflight = calloc(C->nsenders + 1, 4);
    last_id = malloc(sizeof(int32_t) * (int64_t)n * (C->nsenders + 1));
    for (int64_t i = 0; i < (int64_t)n * (C->nsenders + 1); i++) last_id[i] = -1;
    char *buf = malloc(RBUF);
    int ep = epoll_create1(0); struct epoll_event ev[1024];
    C->readers = 0;
    for (int i = 0; i < n; i++) {
        cl[i].fd = C->fds[i]; cl[i].open = 1; cl[i].sender = -1; cl[i].last_seq = cl[i].prev_seq = -1;
        cl[i].slow = C->slow_every && (i % C->slow_every) == C->slow_every - 1;
        if (C->left_len[i]) {
            cl[i].left_cap = cl[i].left_len = C->left_len[i];
            cl[i].left = malloc(cl[i].left_cap); memcpy(cl[i].left, C->left[i], cl[i].left_len);
        }
        if (cl[i].slow) continue;
        C->readers++;
        struct epoll_event e = {.events = EPOLLIN, .data.u32 = i};
        epoll_ctl(ep, EPOLL_CTL_ADD, cl[i].fd, &e);
    }
    for (int s = 0; s < C->nsenders; s++) cl[C->sender_idx[s]].sender = s;
    int64_t t = now_ns(), cpu0 = 0; C->t_begin = t;
    C->t_measure = t + C->warmup_ns; C->t_end = C->t_measure + C->measure_ns;
    int64_t ack_ms = 0, t_hard = C->t_end + C->drain_ns, t_scan = t, t_ack = t, t_last_rx = t, k = 0; int rr = 0, cpu_state = 0;
    for (int i = 0; i < n; i++) {
        if (C->ack_len && C->ack_ms[i] > ack_ms) ack_ms = C->ack_ms[i];
        if (cl[i].left_len && !cl[i].slow) { memcpy(buf, cl[i].left, cl[i].left_len); take(ep, i, buf, cl[i].left_len, t); }
    }
    /* so long nothing came: the rest is lost (a server may wait for an acknowledgement) */
    int64_t quiet = 1500000000LL + ack_ms * 1000000LL;
    double gap = C->rate > 0 ? 1e9 / C->rate : 0;
    for (;;) {
        t = now_ns();
        if (cpu_state == 0 && t >= C->t_measure) { cpu0 = cpu_ns(); cpu_state = 1; }
        if (cpu_state == 1 && t >= C->t_end) { C->cpu_ns_window = cpu_ns() - cpu0; cpu_state = 2; }
        if (t < C->t_end) {
            if (C->rate > 0) {
                int64_t due;
                while ((due = C->t_begin + (int64_t)(k * gap)) <= t && due < C->t_end) { send_msg(rr, due, t); rr = (rr + 1) % C->nsenders; k++; }
            } else {
                for (int s = 0; s < C->nsenders; s++) while (inflight[s] < C->window && cl[C->sender_idx[s]].open && nmsgs < MOST) send_msg(s, t, t);
                if (t - t_scan > 100000000LL) { /* free the slots of messages lost by the server */
                    t_scan = t;
                    while (first_open < nmsgs && (msg(first_open)->freed || t - msg(first_open)->t > C->lost_after_ns)) {
                        msg_t *m = msg(first_open++);
                        if (!m->freed) { m->freed = 1; inflight[m->sender]--; C->timeouts++; }
                    }
                }
            }
        } else if (!incomplete || t >= t_hard || t - t_last_rx > quiet) break;
        for (int s = 0; s < C->nsenders; s++) if (cl[C->sender_idx[s]].out_len) flush_out(&cl[C->sender_idx[s]]);
        if (C->ack_len && t - t_ack > 10000000LL) {
            t_ack = t;
            for (int i = 0; i < n; i++) {
                cli_t *c = &cl[i];
                if (c->open && c->unacked && C->ack_ms[i] && t - c->unacked_at >= C->ack_ms[i] * 1000000LL) acknowledge(c);
                if (c->out_len) flush_out(c);
            }
        }
        int64_t wait = 2000000;
        if (t < C->t_end && C->rate > 0) { int64_t due = C->t_begin + (int64_t)(k * gap) - now_ns(); if (due < wait) wait = due < 0 ? 0 : due; }
        int r;
        if (C->poll_us < 0) { struct timespec ts = {0, wait}; r = epoll_pwait2(ep, ev, 256, &ts, NULL); }
        else {
            /* never a waiter inside epoll: the server pays no wake-up (no IPI) per delivery */
            r = epoll_wait(ep, ev, 256, 0);
            if (!r && C->poll_us > 0 && wait > 0) {
                struct timespec ts = {0, wait < C->poll_us * 1000 ? wait : C->poll_us * 1000};
                nanosleep(&ts, NULL);
                r = epoll_wait(ep, ev, 256, 0);
            }
        }
        C->epoll_calls++;
        for (int i = 0; i < r; i++) {
            int ci = ev[i].data.u32; cli_t *c = &cl[ci];
            if (!c->open) continue;
            if (c->left_len) memcpy(buf, c->left, c->left_len);
            ssize_t g = recv(c->fd, buf + c->left_len, RBUF - c->left_len, MSG_DONTWAIT);
            C->recv_calls++;
            if (g < 0 && (errno == EAGAIN || errno == EINTR)) continue;
            if (g > 0) t_last_rx = now_ns();
            take(ep, ci, buf, g > 0 ? c->left_len + g : -1, t_last_rx);
        }
    }
    C->t_stop = now_ns();
    C->expected = nmsgs * C->readers;
    C->lost = C->expected;
    for (int64_t i = 0; i < nmsgs; i++) C->lost -= msg(i)->count;
    for (int i = 0; i < n; i++) { /* which of those that never read has the server closed? */
        if (!cl[i].slow) continue;
        ssize_t g;
        while ((g = recv(cl[i].fd, buf, RBUF, MSG_DONTWAIT)) > 0) {}
        C->slow_closed += g == 0 || (g < 0 && errno != EAGAIN && errno != EINTR);
    }
    for (int i = 0; i < MAXCHUNKS && msgs[i]; i++) { free(msgs[i]); free(rows[i]); }
    for (int i = 0; i < n; i++) { free(cl[i].left); free(cl[i].out); }
    free(cl); free(inflight); free(last_id); free(buf); close(ep);
    return 0;
}
