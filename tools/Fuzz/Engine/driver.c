/*
 * libFuzzer on one side, the decoders on the other: hands every input that libFuzzer makes to a .NET process and gives libFuzzer the
 * branches back that the input took there. Linked with -fsanitize=fuzzer; started by "run", never by hand.
 *
 * Environment: SECUP_FUZZ_SHARED, the file that both processes map; SECUP_FUZZ_COMMAND, program and arguments, one a line.
 * The file: MAP bytes of counters, PAGE bytes of statistics (written by the other side only), then the input.
 * The talk: four bytes of length to the process (host order), one byte back when the input is done.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define MAP 65536
#define PAGE 4096
#define MOST (1u << 20)

/* libFuzzer finds them by their section. Volatile: nothing here reads them, and the stores must not be left out for that. */
__attribute__((section("__libfuzzer_extra_counters"), used)) volatile uint8_t counters[MAP];

static uint8_t *shared;
static int to_decoder, from_decoder;
static pid_t decoder;

static void give_up(const char *what)
{
    perror(what);
    _exit(99);
}

static void start_decoder(char *command)
{
    char *arguments[32];
    int count = 0, input[2], output[2];
    for (char *part = strtok(command, "\n"); part != NULL && count < 31; part = strtok(NULL, "\n")) arguments[count++] = part;
    arguments[count] = NULL;
    if (count == 0 || pipe(input) != 0 || pipe(output) != 0) give_up("pipe");
    decoder = fork();
    if (decoder < 0) give_up("fork");
    if (decoder == 0) {
        /* It goes when the driver goes, and Ctrl-C is the driver's to hear. */
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        setpgid(0, 0);
        dup2(input[0], 0);
        dup2(output[1], 1);
        close(input[1]);
        close(output[0]);
        execvp(arguments[0], arguments);
        give_up(arguments[0]);
    }
    close(input[0]);
    close(output[1]);
    to_decoder = input[1];
    from_decoder = output[0];
}

/* libFuzzer's alarm clock interrupts reads and writes; that is no end. */
static int told(const uint32_t *length)
{
    ssize_t count;
    do count = write(to_decoder, length, sizeof *length); while (count < 0 && errno == EINTR);
    return count == (ssize_t)sizeof *length;
}

static int answered(void)
{
    uint8_t done;
    ssize_t count;
    do count = read(from_decoder, &done, 1); while (count < 0 && errno == EINTR);
    return count == 1;
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    const char *path = getenv("SECUP_FUZZ_SHARED");
    const char *command = getenv("SECUP_FUZZ_COMMAND");
    if (path == NULL || command == NULL) give_up("SECUP_FUZZ_SHARED and SECUP_FUZZ_COMMAND are not set; use the command 'run'");
    int file = open(path, O_RDWR);
    if (file < 0) give_up(path);
    shared = mmap(NULL, MAP + PAGE + MOST, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (shared == MAP_FAILED) give_up("mmap");
    close(file);
    signal(SIGPIPE, SIG_IGN);
    start_decoder(strdup(command));
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint32_t length = (uint32_t)size;
    if (size > MOST) return 0;
    memcpy(shared + MAP + PAGE, data, size);
    if (!told(&length) || !answered()) {
        int status = 0;
        waitpid(decoder, &status, 0);
        fprintf(stderr, "the decoder's process ended on this input: %s %d\n", WIFSIGNALED(status) ? "signal" : "exit code", WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
        abort();
    }
    memcpy((void *)counters, shared, MAP);
    return 0;
}
