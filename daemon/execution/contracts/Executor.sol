// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

interface IToken {
    function balanceOf(address account) external view returns (uint256);
    function transfer(address to, uint256 amount) external returns (bool);
}

interface IPairV2 {
    function getReserves() external view returns (uint112 reserve0, uint112 reserve1, uint32 time);
    function swap(uint256 out0, uint256 out1, address to, bytes calldata data) external;
}

interface IPoolV3 {
    function swap(address to, bool zeroForOne, int256 amount, uint160 priceLimit, bytes calldata data)
        external
        returns (int256 delta0, int256 delta1);
}

/// @title Executor
/// @notice Runs a cycle of swaps with its own balance, and reverts unless the cycle pays.
/// @dev Holds base tokens and belongs to one account for good. Everything it needs to know while
/// a run is on lies in transient storage, so no state survives a transaction. A call from the
/// owner through eth_call returns the profit that a transaction would make.
contract Executor {
    /// @notice One swap of a route.
    /// @param pool Uniswap V2 pair or V3 pool, or a fork with the same interface.
    /// @param tokenIn Token that the pool takes.
    /// @param tokenOut Token that the pool gives.
    /// @param feePpm Fee of a V2 pair in parts per million; a V3 pool knows its own.
    /// @param kind 0 for a V2 pair, 1 for a V3 pool.
    struct Hop {
        address pool;
        address tokenIn;
        address tokenOut;
        uint24 feePpm;
        uint8 kind;
    }

    /// @notice A cycle was run and paid.
    event Executed(bytes32 indexed ref, address indexed token, uint256 amountIn, uint256 profit);

    /// @notice The caller is not the owner.
    error NotOwner(address caller);
    /// @notice A run is on; nothing else may be started before it ends.
    error Busy();
    /// @notice The hops do not join up to a cycle.
    error BrokenRoute(uint256 hop);
    /// @notice A hop names a kind of pool that does not exist.
    error UnknownKind(uint8 kind);
    /// @notice Payment was asked by an account that is not the pool being called, or twice.
    error UnexpectedCallback(address caller);
    /// @notice The pool asked for more than the hop's amount, or for nothing.
    error BadPayment(int256 asked, uint256 most);
    /// @notice The pool ran out before it had taken the whole amount.
    error PartialFill(address pool, uint256 left);
    /// @notice The pool gave less than it said, or nothing.
    error ShortOutput(address pool, uint256 got, uint256 wanted);
    /// @notice The amount does not fit into the argument of a V3 swap.
    error AmountTooLarge(uint256 amount);
    /// @notice A token, or the native coin, could not be sent.
    error TransferFailed(address token);
    /// @notice The cycle earned less than was asked; a loss is negative.
    error NoProfit(int256 got, uint256 wanted);

    uint256 private constant WHOLE = 1_000_000;
    uint160 private constant LOWEST_PRICE = 4295128740;
    uint160 private constant HIGHEST_PRICE = 1461446703485210103287273052203988822378723970341;

    /// @notice The only account that may run cycles and take tokens out.
    address public immutable owner;

    /// @dev True from the first line of a run to its last.
    bool private transient busy;
    /// @dev The V3 pool that may ask for payment now; zero outside of a V3 hop and once it has.
    address private transient payee;
    /// @dev The token it is paid in.
    address private transient dueToken;
    /// @dev What is still to be paid in this hop, and the most it may ask for.
    uint256 private transient due;

    /// @param owner_ Owner for good; zero stands for the deployer.
    constructor(address owner_) {
        owner = owner_ == address(0) ? msg.sender : owner_;
    }

    receive() external payable {}

    modifier onlyOwner() {
        if (msg.sender != owner) revert NotOwner(msg.sender);
        if (busy) revert Busy();
        _;
    }

    /// @notice Swaps `amountIn` of the first hop's token around the hops and back into it.
    /// @param ref Free mark of the caller, repeated in the event.
    /// @param amountIn Amount of the first hop, out of this contract's own balance.
    /// @param minProfit Least profit in the first hop's token; with 0 a loss still reverts.
    /// @param hops The cycle, in order.
    /// @return profit How much the balance of the first hop's token has grown.
    function execute(bytes32 ref, uint256 amountIn, uint256 minProfit, Hop[] calldata hops)
        external
        onlyOwner
        returns (uint256 profit)
    {
        if (hops.length == 0) revert BrokenRoute(0);
        busy = true;
        address base = hops[0].tokenIn;
        uint256 before = _balance(base);
        _run(base, amountIn, hops);
        profit = _profit(before, _balance(base), minProfit);
        busy = false;
        emit Executed(ref, base, amountIn, profit);
    }

    /// @notice Pays a V3 pool for the hop that is on; called by that pool alone, once a hop.
    function uniswapV3SwapCallback(int256 delta0, int256 delta1, bytes calldata) external {
        if (msg.sender != payee) revert UnexpectedCallback(msg.sender);
        payee = address(0);
        int256 asked = delta0 > 0 ? delta0 : delta1;
        uint256 most = due;
        if (asked <= 0 || uint256(asked) > most) revert BadPayment(asked, most);
        unchecked {
            due = most - uint256(asked);
        }
        _send(dueToken, msg.sender, uint256(asked));
    }

    /// @notice Takes a token out of the contract; token zero is the native coin.
    function rescue(address token, address to, uint256 amount) external onlyOwner {
        if (token != address(0)) return _send(token, to, amount);
        (bool sent,) = to.call{value: amount}("");
        if (!sent) revert TransferFailed(address(0));
    }

    /// @dev The cycle's hops. What an inner hop says it gave must have arrived, so that no later
    /// hop spends what lay here before; the last hop is held to account by the profit.
    function _run(address base, uint256 amount, Hop[] calldata hops) private {
        address token = base;
        uint256 last = hops.length - 1;
        for (uint256 i; i < last; ++i) {
            Hop calldata hop = hops[i];
            if (hop.tokenIn != token) revert BrokenRoute(i);
            token = hop.tokenOut;
            uint256 before = _balance(token);
            amount = _swap(hop, amount);
            uint256 held = _balance(token);
            uint256 got = held > before ? held - before : 0;
            if (got < amount) revert ShortOutput(hop.pool, got, amount);
        }
        if (hops[last].tokenIn != token || hops[last].tokenOut != base) revert BrokenRoute(last);
        _swap(hops[last], amount);
    }

    function _swap(Hop calldata hop, uint256 amount) private returns (uint256 out) {
        if (hop.kind == 0) return _swapV2(hop, amount);
        if (hop.kind == 1) return _swapV3(hop, amount);
        revert UnknownKind(hop.kind);
    }

    function _swapV2(Hop calldata hop, uint256 amount) private returns (uint256 out) {
        bool zeroForOne = hop.tokenIn < hop.tokenOut;
        (uint256 reserveIn, uint256 reserveOut,) = IPairV2(hop.pool).getReserves();
        if (!zeroForOne) (reserveIn, reserveOut) = (reserveOut, reserveIn);
        uint256 taken = amount * (WHOLE - hop.feePpm);
        out = taken * reserveOut / (reserveIn * WHOLE + taken);
        _send(hop.tokenIn, hop.pool, amount);
        (uint256 out0, uint256 out1) = zeroForOne ? (uint256(0), out) : (out, uint256(0));
        IPairV2(hop.pool).swap(out0, out1, address(this), "");
    }

    function _swapV3(Hop calldata hop, uint256 amount) private returns (uint256 out) {
        if (amount > uint256(type(int256).max)) revert AmountTooLarge(amount);
        bool zeroForOne = hop.tokenIn < hop.tokenOut;
        (payee, dueToken, due) = (hop.pool, hop.tokenIn, amount);
        (int256 delta0, int256 delta1) = IPoolV3(hop.pool).swap(
            address(this), zeroForOne, int256(amount), zeroForOne ? LOWEST_PRICE : HIGHEST_PRICE, ""
        );
        if (due != 0) revert PartialFill(hop.pool, due);
        int256 given = -(zeroForOne ? delta1 : delta0);
        if (given <= 0) revert ShortOutput(hop.pool, 0, 0);
        out = uint256(given);
    }

    function _profit(uint256 before, uint256 held, uint256 wanted) private pure returns (uint256) {
        if (held < before) revert NoProfit(-int256(before - held), wanted);
        if (held - before < wanted) revert NoProfit(int256(held - before), wanted);
        return held - before;
    }

    function _balance(address token) private view returns (uint256) {
        return IToken(token).balanceOf(address(this));
    }

    /// @dev Tokens that return nothing are as good as those that return true.
    function _send(address token, address to, uint256 amount) private {
        (bool called, bytes memory said) = token.call(abi.encodeCall(IToken.transfer, (to, amount)));
        if (!called) revert TransferFailed(token);
        bool sent = said.length == 0 ? token.code.length != 0 : abi.decode(said, (bool));
        if (!sent) revert TransferFailed(token);
    }
}
